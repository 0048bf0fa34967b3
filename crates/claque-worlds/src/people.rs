//! Accounts: where they live, what they like, how active they are, when they came.

use crate::clock::{COUNTRIES, DAY, HOUR, any_country};
use crate::draw::Draw;

/// What a block of accounts has in common.
#[derive(Clone, Debug)]
pub struct Block {
    /// How many.
    pub count: usize,
    /// Mean number of marks of their own over the whole log; 0 for accounts that do nothing by themselves.
    pub marks: f64,
    /// Standard deviation of the logarithm of that number.
    pub spread: f64,
    /// All from one country, or from anywhere.
    pub country: Option<u8>,
    /// A topic that they like beyond their other tastes, and how much, 0 to 1.
    pub leaning: Option<(usize, f64)>,
    /// The crew that they belong to, 0 for none.
    pub crew: u16,
    /// Whether they all were here when the log began.
    pub settled: bool,
}

impl Block {
    /// People as anybody.
    pub fn ordinary(count: usize, marks: f64) -> Self {
        Self { count, marks, spread: 1.15, country: None, leaning: None, crew: 0, settled: false }
    }
}

/// All accounts, by number, a column each.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Number of topics.
    pub topics: usize,
    /// Running sums of the topic mixture, `topics` of them an account; the last is 1.
    pub taste: Vec<f32>,
    /// Expected marks of one's own.
    pub activity: Vec<f64>,
    /// When the account begins to mark, seconds from the start of the log.
    pub joined: Vec<f64>,
    /// Seconds that the account's own clock is ahead of UTC, habits (early birds, night owls) included.
    pub ahead: Vec<f64>,
    /// Index into [`COUNTRIES`].
    pub country: Vec<u8>,
    /// When it says that it was made, seconds from the start of the log.
    pub created: Vec<f64>,
    /// By how much the making comes at least before the first mark.
    pub lead: Vec<f64>,
    /// The name that it shows.
    pub name: Vec<String>,
    /// Random, and the only thing that a log shows of it.
    pub id: Vec<u64>,
    /// Crew, 0 for none.
    pub crew: Vec<u16>,
    /// Chance that a post that is met gets a mark (posts only).
    pub eagerness: Vec<f64>,
    /// Starts of sessions in order (posts only; empty for accounts that follow nobody).
    pub sessions: Vec<Vec<f64>>,
}

/// Concentration of tastes. Assumed: small enough that two or three topics are most of what one likes.
const CONCENTRATION: f64 = 0.12;
/// Share of people who come while the log runs. Assumed.
const NEWCOMERS: f64 = 0.3;
/// Age of the others: exponential with this mean, in days. Assumed.
const AGE: f64 = 700.0;

const SYLLABLES: &[&str] = &[
    "an", "bo", "chan", "da", "el", "fu", "gi", "ha", "ka", "li", "ma", "na", "o", "pha", "ra", "so", "ti",
    "u", "vi", "ya",
];

impl People {
    /// How many.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// How much of what an account likes is of a topic.
    pub fn liking(&self, account: u32, topic: usize) -> f64 {
        let at = account as usize * self.topics + topic;
        f64::from(self.taste[at]) - if topic == 0 { 0.0 } else { f64::from(self.taste[at - 1]) }
    }

    /// A topic by an account's taste.
    pub fn topic(&self, account: u32, draw: &mut Draw) -> usize {
        let from = account as usize * self.topics;
        let u = draw.unit() as f32;
        self.taste[from..from + self.topics].partition_point(|&s| s <= u).min(self.topics - 1)
    }

    /// Adds a block of accounts; `shares` are the world's topics, `span` its length in seconds.
    pub fn add(&mut self, block: &Block, shares: &[f64], span: f64, draw: &mut Draw) -> Vec<u32> {
        let first = self.len() as u32;
        // The mean of a log-normal is median · e^(σ²/2).
        let median = block.marks / libm::exp(block.spread * block.spread / 2.0);
        for _ in 0..block.count {
            let mut mixture: Vec<f64> =
                shares.iter().map(|s| draw.gamma(CONCENTRATION * s * shares.len() as f64) + 1e-9).collect();
            let total: f64 = mixture.iter().sum();
            mixture.iter_mut().for_each(|m| *m /= total);
            if let Some((topic, much)) = block.leaning {
                mixture.iter_mut().for_each(|m| *m *= 1.0 - much);
                mixture[topic] += much;
            }
            let mut sum = 0.0;
            self.taste.extend(mixture.iter().map(|m| {
                sum += m;
                sum as f32
            }));
            // Nobody marks more than sixty times the mean: the busiest are people too.
            self.activity.push(draw.lognormal(median, block.spread).min(60.0 * block.marks.max(1.0)));
            let country = any_country(draw);
            let country = block.country.unwrap_or(country);
            self.country.push(country);
            // Early birds and night owls: 1.5 hours of spread.
            self.ahead.push((COUNTRIES[usize::from(country)].ahead - 1.5 * draw.normal()) * HOUR);
            let (new, when, age) = (draw.chance(NEWCOMERS), draw.unit(), draw.exponential(AGE * DAY));
            let lead = draw.exponential(3.0 * HOUR);
            let joined = if new && !block.settled { when * 0.85 * span } else { 0.0 };
            self.joined.push(joined);
            self.created.push(if new && !block.settled { joined } else { -age });
            self.lead.push(lead);
            let words = name(draw);
            let id = draw.bits();
            self.name.push(as_shown(&words, id));
            self.id.push(id);
            self.crew.push(block.crew);
            self.eagerness.push(0.0);
            self.sessions.push(vec![]);
        }
        (first..self.len() as u32).collect()
    }
}

/// Two words.
fn name(draw: &mut Draw) -> [String; 2] {
    let mut word = || {
        let n = 2 + draw.below(2);
        (0..n).map(|_| draw.one_of(SYLLABLES)).collect::<String>()
    };
    [word(), word()]
}

/// A name as its bearer shows it, by bits that no other draw depends on: most in two words, some as a handle, many of
/// those with a year or a number, some in another script. Shares are assumed; that people's handles end in digits too is
/// what makes a pattern of names a matter of degree.
fn as_shown([one, two]: &[String; 2], bits: u64) -> String {
    let number = bits >> 32;
    match bits % 100 {
        0..55 => format!("{one} {two}"),
        55..63 => format!("{one}{:02}", number % 100),
        63..68 => format!("{one}{}", 1960 + number % 50),
        68..72 => format!("{one}{:04}", number % 10_000),
        72..80 => format!("{one}_{two}"),
        80..88 => one.clone(),
        88..94 => in_khmer(&format!("{one} {two}")),
        _ => format!("{}{}", in_khmer(one), number % 100),
    }
}

/// The same letter by letter in Khmer, each Latin letter for one consonant: no word of the language.
fn in_khmer(name: &str) -> String {
    let letter = |c: char| match c {
        'a'..='z' => char::from_u32(0x1780 + u32::from(c) - u32::from('a')).unwrap_or(c),
        _ => c,
    };
    name.chars().map(letter).collect()
}

/// A name as a list of names gives it: a word and a number of four digits.
pub fn listed_name(draw: &mut Draw) -> String {
    let word: String = (0..2).map(|_| draw.one_of(SYLLABLES)).collect();
    format!("{word}{:04}", draw.below(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Seed;

    fn some(block: &Block) -> People {
        let mut people = People { topics: 4, ..People::default() };
        let added =
            people.add(block, &[0.4, 0.3, 0.2, 0.1], 100.0 * DAY, &mut Draw::named(Seed(3), "people"));
        assert_eq!(added.len(), block.count);
        people
    }

    #[test]
    fn names_are_of_many_shapes() {
        let words = ["sopha".to_owned(), "chanli".to_owned()];
        let shown = |bits: u64| as_shown(&words, bits);
        assert_eq!(shown(7), "sopha chanli");
        assert_eq!(shown((5 << 32) * 100 + 63), "sopha1960");
        assert_eq!(shown(75), "sopha_chanli");
        assert!(
            shown(90).chars().all(|c| c == ' ' || ('\u{1780}'..='\u{17b3}').contains(&c)),
            "{}",
            shown(90)
        );
        let people = some(&Block::ordinary(2000, 10.0));
        let listed = |n: &&String| n.len() > 4 && n[n.len() - 4..].bytes().all(|b| b.is_ascii_digit());
        let alike = people.name.iter().filter(|n| n.is_ascii()).filter(listed).count();
        assert!((100..300).contains(&alike), "{alike} of 2000 as from a list");
    }

    #[test]
    fn tastes_are_mixtures_and_few_topics_are_most_of_them() {
        let people = some(&Block::ordinary(2000, 15.0));
        let mut favourite = 0.0;
        for a in 0..2000 {
            let mixture: Vec<f64> = (0..4).map(|k| people.liking(a, k)).collect();
            assert!((mixture.iter().sum::<f64>() - 1.0).abs() < 1e-4);
            favourite += mixture.iter().fold(0.0, |m: f64, &x| m.max(x)) / 2000.0;
        }
        assert!(favourite > 0.7, "{favourite}");
    }

    #[test]
    fn activity_has_its_mean_and_a_heavy_tail() {
        let mut people = some(&Block::ordinary(20_000, 15.0));
        let mean = people.activity.iter().sum::<f64>() / 20_000.0;
        assert!((mean - 15.0).abs() < 1.0, "{mean}");
        people.activity.sort_by(f64::total_cmp);
        let top: f64 = people.activity[18_000..].iter().sum();
        assert!(top / (mean * 20_000.0) > 0.4, "a tenth of the people give two fifths of the marks");
    }

    #[test]
    fn a_block_keeps_what_it_has_in_common() {
        let block = Block {
            country: Some(2),
            leaning: Some((3, 0.6)),
            crew: 5,
            settled: true,
            ..Block::ordinary(50, 10.0)
        };
        let people = some(&block);
        assert!(people.country.iter().all(|&c| c == 2) && people.crew.iter().all(|&c| c == 5));
        assert!((0..50).all(|a| people.liking(a, 3) >= 0.59));
        assert!(people.joined.iter().all(|&j| j == 0.0) && people.created.iter().all(|&c| c <= 0.0));
    }
}
