//! The interface for programs described as OpenAPI has it, for the tools that make clients and tests of it.
//!
//! The answers are described by their own types; the parameters by what the filter takes, and by the units and boards
//! of this municipality.

use super::{
    MOST, PAGE_SIZE,
    answer::{Answer, Refusal},
};
use domain::{
    facet::Facet,
    filter::{Filter, Group, Sort, View},
    goal::Goal,
    stage::{Origin, Priority, Standing},
    taxonomy::Taxonomies,
};
use std::fmt::Display;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ComponentsBuilder, Content, Header, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathItem,
        Paths, Ref, RefOr, Required, ResponseBuilder, Server,
        header::HeaderBuilder,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        schema::{AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, Schema, Type},
    },
};

/// The description of the interface at the address of a site.
pub fn description(taxonomies: &Taxonomies, site: &str) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Fyrfält")
        .version("1")
        .description(Some(
            "What a municipality has published of its needs, ideas and innovations. Nobody needs to sign in.",
        ))
        .build();
    let entries = OperationBuilder::new()
        .operation_id(Some("entries"))
        .summary(Some("A page of entries, with how many each further choice would give"))
        .description(Some(format!(
            "Of the values of one parameter any suffices; across parameters all must be met. A parameter without a \
            value counts as left out. More than {} different choices are refused.",
            Filter::MAX_CRITERIA
        )))
        .parameters(Some(parameters(taxonomies)))
        .response("200", response("The entries.", reference::<Answer>()).header("ETag", tag()).build())
        .response(
            "304",
            ResponseBuilder::new().description("What the program has already.").header("ETag", tag()).build(),
        )
        .response(
            "400",
            response("A parameter that is unknown, or does not take its value.", reference::<Refusal>()).build(),
        )
        .response(
            "503",
            ResponseBuilder::new().description("More is asked for at once than there is room for: try again.").build(),
        );
    let mut paths = Paths::new();
    paths.paths.insert(super::PATH.to_owned(), PathItem::new(HttpMethod::Get, entries));
    OpenApiBuilder::new().info(info).paths(paths).components(Some(answers())).servers(Some([Server::new(site)])).build()
}

/// The answers' types, and those that they are made of.
fn answers() -> Components {
    let mut types = vec![named::<Answer>(), named::<Refusal>()];
    Answer::schemas(&mut types);
    Refusal::schemas(&mut types);
    ComponentsBuilder::new().schemas_from_iter(types).build()
}

fn named<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), T::schema())
}

fn response(description: &str, schema: Ref) -> ResponseBuilder {
    ResponseBuilder::new().description(description).content("application/json", Content::new(Some(schema)))
}

fn reference<T: ToSchema>() -> Ref {
    Ref::from_schema_name(T::name())
}

fn tag() -> Header {
    HeaderBuilder::new().schema(Some(String::schema())).description(Some("Names the answer by its content.")).build()
}

/// Each parameter as [`Filter::parse`] and the handler take it.
fn parameters(taxonomies: &Taxonomies) -> Vec<Parameter> {
    let groups = Group::ALL.iter().map(|group| {
        let values = ArrayBuilder::new().items(or_none(choices(*group, taxonomies))).build();
        query(group.name(), values, "Only entries that have one of these.")
    });
    // Control characters, apart from those that are white space, cannot be looked for.
    let text = text().max_length(Some(Filter::MAX_TEXT)).pattern(Some(r"^[^\x00-\x08\x0E-\x1F\x7F-\x84\x86-\x9F]*$"));
    let others = [
        query(
            "q",
            text.build(),
            "Words to look for in titles, summaries and texts; a phrase stands in quotation marks.",
        ),
        query("sort", or_none(one_of(Sort::ALL)), "By relevance where words are looked for, else the newest first."),
        query("page", or_none(whole(1, Filter::MAX_PAGE)), "From 1. Past the last page there are no entries."),
        query("page_size", or_none(whole(1, MOST)), &format!("How many entries a page has: {PAGE_SIZE} unless told.")),
        query("view", or_none(one_of(View::ALL)), "How pages lay entries out; it changes nothing here."),
    ];
    groups.chain(others).chain([language()]).collect()
}

fn query(name: &str, schema: impl Into<RefOr<Schema>>, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

fn language() -> Parameter {
    ParameterBuilder::new()
        .name("Accept-Language")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Titles, summaries and labels are in English for whoever prefers it, else in Swedish."))
        .schema(Some(text().build()))
        .build()
}

/// What a group of choices takes.
fn choices(group: Group, taxonomies: &Taxonomies) -> Object {
    let slugs = |bodies: Vec<_>| one_of(&bodies);
    match group {
        Group::Facet => one_of(Facet::ALL),
        Group::Unit => slugs(taxonomies.units().map(|unit| &unit.slug).collect()),
        Group::Board => slugs(taxonomies.boards().map(|board| &board.slug).collect()),
        Group::Goal => one_of(&Goal::all().collect::<Vec<_>>()),
        Group::Stage => one_of(Standing::ALL),
        Group::Origin => one_of(Origin::ALL),
        Group::Year => whole(1000, 9999),
        Group::Innovation => one_of(&["true"]),
    }
}

/// A parameter may be there without a value, as forms send what was not filled in.
fn or_none(values: Object) -> AnyOfBuilder {
    AnyOfBuilder::new().item(values).item(one_of(&[""]))
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

pub fn stages() -> Object {
    one_of(Standing::ALL)
}

pub fn facets() -> Object {
    one_of(Facet::ALL)
}

pub fn priorities() -> Object {
    one_of(Priority::ALL)
}

pub fn origins() -> Object {
    one_of(Origin::ALL)
}

/// A share for each facet.
pub fn weights() -> Object {
    let share = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).maximum(Some(1)).build();
    let weights = Facet::ALL.iter().fold(ObjectBuilder::new(), |weights, facet| {
        weights.property(facet.name(), share.clone()).required(facet.name())
    });
    weights.build()
}

fn one_of(values: &[impl Display]) -> Object {
    text().enum_values(Some(values.iter().map(ToString::to_string))).build()
}

fn whole(least: u32, most: u32) -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most)).build()
}
