//! Throws that are the same in every run and on every machine.

/// A stream of throws (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f64) as usize
    }

    /// True as often as `share` says.
    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// Any of a list, each as often.
    pub fn any<'list, T>(&mut self, list: &'list [T]) -> &'list T {
        &list[self.below(list.len())]
    }
}

/// Places of a list, some more often than others.
#[derive(Clone, Debug)]
pub struct Skew(Vec<f64>);

impl Skew {
    /// Each place as often as its weight says.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .into_iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    /// Zipf's law: the place `n`, from 0, as often as 1/(n+1) to the power of `steepness`.
    pub fn zipf(count: usize, steepness: f64) -> Self {
        Self::new((1..=count).map(|rank| (rank as f64).powf(-steepness)))
    }

    pub fn pick(&self, dice: &mut Dice) -> usize {
        let sum = self.0.last().copied().unwrap_or_default();
        let at = dice.share() * sum;
        self.0.partition_point(|upto| *upto <= at).min(self.0.len().saturating_sub(1))
    }
}
