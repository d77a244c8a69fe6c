//! The domain's terms in the reader's language.

use crate::i18n::{language, locale, td_string};
use domain::{
    action::ActionKind,
    day::Day,
    facet::{Change, Facet},
    fault::{Fault, Field},
    filter::{Criterion, Group},
    goal::Goal,
    journey::Evidence,
    language::Language,
    placement::{Degree, Placement, Strength},
    reception::answer::{Channel, ChannelKind},
    relation::Tie,
    stage::{Origin, Priority, Stage, Standing},
    taxonomy::Taxonomies,
    zone::Zone,
};

/// A function from each value of an enumeration to its word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident($type:ident) { $($variant:ident => $first:ident.$($rest:ident).+),+ $(,)? }) => {
        $(#[$doc])*
        pub fn $name(value: $type) -> String {
            let l = locale();
            match value {
                $($type::$variant => td_string!(l, $first.$($rest).+).to_string()),+
            }
        }
    };
}

words!(
    /// "Målstyrd".
    facet(Facet) {
        Enhancement => words.facet.enhancement,
        Mission => words.facet.mission,
        Adaptive => words.facet.adaptive,
        Anticipatory => words.facet.anticipatory,
    }
);
words!(
    /// "målstyrd", within a sentence.
    facet_in_sentence(Facet) {
        Enhancement => words.facet_low.enhancement,
        Mission => words.facet_low.mission,
        Adaptive => words.facet_low.adaptive,
        Anticipatory => words.facet_low.anticipatory,
    }
);
words!(
    /// The client's own words for the need that a facet answers.
    facet_need(Facet) {
        Enhancement => words.facet_need.enhancement,
        Mission => words.facet_need.mission,
        Adaptive => words.facet_need.adaptive,
        Anticipatory => words.facet_need.anticipatory,
    }
);
words!(
    /// The question that a facet asks.
    facet_asks(Facet) {
        Enhancement => words.facet_asks.enhancement,
        Mission => words.facet_asks.mission,
        Adaptive => words.facet_asks.adaptive,
        Anticipatory => words.facet_asks.anticipatory,
    }
);
words!(change(Change) {
    Sustaining => words.change.sustaining,
    Transformative => words.change.transformative,
    Disruptive => words.change.disruptive,
    Optimising => words.change.optimising,
});
words!(standing(Standing) {
    Need => words.standing.need,
    Idea => words.standing.idea,
    Trial => words.standing.trial,
    InUse => words.standing.in_use,
    Paused => words.standing.paused,
    Ended => words.standing.ended,
});
words!(
    /// What a manager does with an entry's journey, as a heading and a link.
    action(ActionKind) {
        Forward => action.kind.forward,
        Benefit => action.kind.benefit,
        Spread => action.kind.spread,
        Reopen => action.kind.reopen,
        Back => action.kind.back,
        Pause => action.kind.pause,
        End => action.kind.end,
    }
);
words!(
    /// What comes of it, before it is done.
    action_lead(ActionKind) {
        Forward => action.lead.forward,
        Benefit => action.lead.benefit,
        Spread => action.lead.spread,
        Reopen => action.lead.reopen,
        Back => action.lead.back,
        Pause => action.lead.pause,
        End => action.lead.end,
    }
);
words!(
    /// The next stage, as the goal of a step forward.
    forward_to(Stage) {
        Need => words.standing.need,
        Idea => action.forward.idea,
        Trial => action.forward.trial,
        InUse => action.forward.in_use,
    }
);
words!(evidence(Evidence) {
    Measured => entry.measured,
    Observed => entry.observed,
});
words!(origin(Origin) {
    Residents => words.origin.residents,
    Employees => words.origin.employees,
    World => words.origin.world,
});
words!(priority(Priority) {
    High => words.priority.high,
    Medium => words.priority.medium,
    Low => words.priority.low,
});
words!(
    /// The heading of a group of choices.
    group(Group) {
        Facet => words.group.facet,
        Unit => words.group.unit,
        Board => words.group.board,
        Goal => words.group.goal,
        Stage => words.group.stage,
        Origin => words.group.origin,
        Year => words.group.year,
        Innovation => words.group.innovation,
    }
);
words!(certainty(Degree) {
    VeryLow => words.certainty.very_low,
    Low => words.certainty.low,
    Middle => words.certainty.middle,
    High => words.certainty.high,
    VeryHigh => words.certainty.very_high,
});
words!(direction(Degree) {
    VeryLow => words.direction.very_low,
    Low => words.direction.low,
    Middle => words.direction.middle,
    High => words.direction.high,
    VeryHigh => words.direction.very_high,
});
words!(
    /// "Är en del av".
    tie(Tie) {
        PartOf => relation.tie.part_of,
        HasPart => relation.tie.has_part,
        DependsOn => relation.tie.depends_on,
        NeededBy => relation.tie.needed_by,
        BuildsOn => relation.tie.builds_on,
        BuiltOnBy => relation.tie.built_on_by,
        SimilarTo => relation.tie.similar_to,
        ConflictsWith => relation.tie.conflicts_with,
    }
);
words!(channel_kind(ChannelKind) {
    FaultReport => reception.channel.fault_report,
    Complaint => reception.channel.complaint,
    CitizensInitiative => reception.channel.citizens_initiative,
    Elsewhere => reception.channel.elsewhere,
});
words!(
    /// What a field is called in a list of faults.
    field(Field) {
        Kind => words.field.kind,
        Origin => words.field.origin,
        Title => words.field.title,
        Need => words.field.need,
        Plan => words.field.plan,
        Audience => words.field.audience,
        HopedBenefit => words.field.hoped_benefit,
        Units => words.field.units,
        Board => words.field.board,
        Goals => words.field.goals,
        Purpose => words.field.purpose,
        Driver => words.field.driver,
        Priority => words.field.priority,
        X => words.field.x,
        Y => words.field.y,
        Naming => words.field.naming,
        Name => words.field.name,
        Email => words.field.email,
        Key => words.field.key,
        Summary => words.field.summary,
        TitleEnglish => words.field.title_en,
        SummaryEnglish => words.field.summary_en,
        Reason => words.field.reason,
        Version => words.field.version,
        Password => words.field.password,
        Enhancement => words.field.enhancement,
        Mission => words.field.mission,
        Adaptive => words.field.adaptive,
        Anticipatory => words.field.anticipatory,
        From => words.field.from,
        Entry => words.field.entry,
        Standing => words.field.standing,
        Responsible => words.field.responsible,
        ReceivingUnit => words.field.receiving_unit,
        Began => words.field.began,
        ToShow => words.field.to_show,
        InUseSince => words.field.in_use_since,
        Lesson => words.field.lesson,
        Benefits => words.field.benefits,
        Evidence => words.field.evidence,
        Shown => words.field.shown,
        Figure => words.field.figure,
        Measure => words.field.measure,
        On => words.field.on,
        ConfirmedBy => words.field.confirmed_by,
        Place => words.field.place,
        Pace => words.field.pace,
        Role => words.field.role,
        Again => words.field.again,
        CurrentPassword => words.field.current_password,
        Sure => words.field.sure,
        Question => words.field.question,
        Answer => words.field.answer,
        Channel => words.field.channel,
        Elsewhere => words.field.elsewhere,
        Into => words.field.into,
        Holder => words.field.holder,
        DiaryNumber => words.field.diary_number,
        Secrecy => words.field.secrecy,
        Person => words.field.person,
        NextStep => words.field.next_step,
        Due => words.field.due,
        Tie => words.field.tie,
        Other => words.field.other,
        Comment => words.field.comment,
        Signature => words.field.signature,
        Challenge => words.field.challenge,
        Opens => words.field.opens,
        Closes => words.field.closes,
        Result => words.field.result,
        File => words.field.file,
        Description => words.field.description,
    }
);

/// Where something is sent on to.
pub fn channel(channel: &Channel) -> String {
    match channel {
        Channel::Elsewhere(named) => named.to_string(),
        known => channel_kind(known.kind()),
    }
}

/// The name of a goal.
pub fn goal(goal: Goal) -> String {
    macro_rules! name {
        ($($number:literal => $key:ident),+) => {{
            let l = locale();
            match goal.number() {
                $($number => td_string!(l, words.goal.$key).to_string(),)+
                // A goal's number is 1 to 17.
                _ => td_string!(l, words.goal.g17).to_string(),
            }
        }};
    }
    name!(1 => g1, 2 => g2, 3 => g3, 4 => g4, 5 => g5, 6 => g6, 7 => g7, 8 => g8, 9 => g9, 10 => g10, 11 => g11,
        12 => g12, 13 => g13, 14 => g14, 15 => g15, 16 => g16)
}

/// "23 november 2026".
pub fn day(day: Day) -> String {
    let l = locale();
    macro_rules! month {
        ($($number:literal => $key:ident),+) => {
            match day.month() {
                $($number => td_string!(l, words.month.$key),)+
                // A month's number is 1 to 12.
                _ => td_string!(l, words.month.m12),
            }
        };
    }
    let month =
        month!(1 => m1, 2 => m2, 3 => m3, 4 => m4, 5 => m5, 6 => m6, 7 => m7, 8 => m8, 9 => m9, 10 => m10, 11 => m11);
    td_string!(l, words.day, day = day.day(), month = month, year = day.year()).to_string()
}

/// A number with the decimal sign of the reader's language.
pub fn number(value: f64) -> String {
    match language() {
        Language::Swedish => value.to_string().replace('.', ","),
        Language::English => value.to_string(),
    }
}

/// The title of the compass as a picture of its own.
pub fn picture_title(municipality: &str) -> String {
    td_string!(locale(), compass.picture_title, municipality = municipality.to_owned()).to_string()
}

/// How many entries a picture shows.
pub fn picture_count(count: u32) -> String {
    td_string!(locale(), common.count, count = count).to_string()
}

/// That a picture shows everything.
pub fn picture_all() -> String {
    td_string!(locale(), compass.picture_all).to_string()
}

/// What a picture shows, where it is not everything.
pub fn picture_filter(filter: &str) -> String {
    td_string!(locale(), compass.picture_filter, filter = filter.to_owned()).to_string()
}

/// How many entries of a picture are selected.
pub fn picture_selected(count: u32) -> String {
    td_string!(locale(), compass.selected_count, count = count).trim_end_matches('.').to_owned()
}

/// How to read a picture.
pub fn picture_legend() -> String {
    td_string!(locale(), compass.picture_legend).to_string()
}

/// Where a picture's model comes from.
pub fn picture_source() -> String {
    td_string!(locale(), compass.picture_source).to_string()
}

/// The name of a zone: one of OPSI's nine, or where a smaller part of the diamond lies.
pub fn zone(zone: Zone) -> String {
    let centre = zone.centre();
    let middle = Placement::nearest(centre.x, centre.y);
    match (zone.is_whole(), zone.is_named(), middle.change()) {
        (true, ..) => td_string!(locale(), compass.whole).to_string(),
        (_, true, _) if middle.is_confused() => td_string!(locale(), words.confusion).to_string(),
        (_, true, Some(of)) => change(of),
        (_, true, None) => facet(middle.main_facet()),
        _ => place(middle),
    }
}

/// Where a placement lies: "mest målstyrd, ganska säker, tydligt styrd".
pub fn place(placement: Placement) -> String {
    let l = locale();
    let words = placement.words();
    let facet = match (words.facet.map(facet_in_sentence), words.strength) {
        (None, _) => td_string!(l, words.words.confused).to_string(),
        (Some(facet), Strength::Wholly) => td_string!(l, words.words.wholly, facet = facet).to_string(),
        (Some(facet), Strength::Mostly) => td_string!(l, words.words.mostly, facet = facet).to_string(),
        (Some(facet), Strength::Partly) => td_string!(l, words.words.partly, facet = facet).to_string(),
    };
    td_string!(
        l,
        words.place,
        facet = facet,
        certainty = certainty(words.certainty),
        direction = direction(words.direction)
    )
    .to_string()
}

/// What is wrong, as an instruction to the person who wrote it.
pub fn fault(fault: Fault, field: Field) -> String {
    let l = locale();
    match fault {
        Fault::Missing if is_choice(field) => td_string!(l, words.fault.missing_choice).to_string(),
        Fault::Missing => td_string!(l, words.fault.missing).to_string(),
        Fault::TooShort { min } => td_string!(l, words.fault.too_short, min = min).to_string(),
        Fault::TooLong { max, over } => td_string!(l, words.fault.too_long, max = max, over = over).to_string(),
        Fault::Unprintable => td_string!(l, words.fault.unprintable).to_string(),
        Fault::Unknown => td_string!(l, words.fault.unknown).to_string(),
        Fault::NotANumber => td_string!(l, words.fault.not_a_number).to_string(),
        Fault::OutsideDiamond => td_string!(l, words.fault.outside_diamond).to_string(),
        Fault::NotAnEmail => td_string!(l, words.fault.not_an_email).to_string(),
        Fault::NotADate => td_string!(l, words.fault.not_a_date).to_string(),
        Fault::InTheFuture => td_string!(l, words.fault.in_the_future).to_string(),
        Fault::BeforeTheTrial => td_string!(l, words.fault.before_the_trial).to_string(),
        Fault::Differs => td_string!(l, words.fault.differs).to_string(),
        Fault::Guessable => td_string!(l, words.fault.guessable).to_string(),
        Fault::WrongPassword => td_string!(l, words.fault.wrong_password).to_string(),
        Fault::Taken => td_string!(l, words.fault.taken).to_string(),
        Fault::NotConfirmed => td_string!(l, words.fault.not_confirmed).to_string(),
        Fault::LastAdministrator => td_string!(l, words.fault.last_administrator).to_string(),
        Fault::NotAShare => td_string!(l, words.fault.not_a_share).to_string(),
        Fault::NotAnotherEntry => td_string!(l, words.fault.not_another_entry).to_string(),
        Fault::NotAPublishedEntry => td_string!(l, words.fault.not_a_published_entry).to_string(),
        Fault::Circular => td_string!(l, words.fault.circular).to_string(),
        Fault::NotAHundred { sum } => td_string!(l, words.fault.not_a_hundred, sum = sum).to_string(),
        Fault::BeforeItOpens => td_string!(l, words.fault.before_it_opens).to_string(),
        Fault::Closed => td_string!(l, words.fault.closed).to_string(),
        Fault::ChooseAgain => td_string!(l, words.fault.choose_again).to_string(),
        Fault::NotAPicture => td_string!(l, words.fault.not_a_picture).to_string(),
        Fault::OtherType => td_string!(l, words.fault.other_type).to_string(),
        Fault::Unreadable => td_string!(l, words.fault.unreadable).to_string(),
        Fault::TooLarge { megabytes } => td_string!(l, words.fault.too_large, megabytes = megabytes).to_string(),
        Fault::TooManyFiles { max } => td_string!(l, words.fault.too_many_files, max = max).to_string(),
        Fault::TooMany { max } => td_string!(l, words.fault.too_many, max = max).to_string(),
    }
}

const fn is_choice(field: Field) -> bool {
    matches!(
        field,
        Field::Kind
            | Field::Origin
            | Field::Units
            | Field::Board
            | Field::Purpose
            | Field::Driver
            | Field::Priority
            | Field::Naming
            | Field::Entry
            | Field::Standing
            | Field::ReceivingUnit
            | Field::Evidence
            | Field::Pace
            | Field::Role
            | Field::Channel
            | Field::Tie
            | Field::Person
    )
}

/// The label of a choice in a filter.
pub fn criterion(criterion: &Criterion, taxonomies: &Taxonomies) -> String {
    match criterion {
        Criterion::Facet(value) => facet(*value),
        Criterion::Unit(slug) => {
            taxonomies.unit(slug).map_or_else(|| slug.to_string(), |unit| unit.name(language()).to_owned())
        }
        Criterion::Board(slug) => {
            taxonomies.board(slug).map_or_else(|| slug.to_string(), |board| board.name(language()).to_owned())
        }
        Criterion::Goal(value) => format!("{} {}", value, goal(*value)),
        Criterion::Stage(value) => standing(*value),
        Criterion::Origin(value) => origin(*value),
        Criterion::Year(year) => year.to_string(),
        Criterion::Innovation => td_string!(locale(), words.only_innovations).to_string(),
    }
}
