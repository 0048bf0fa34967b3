//! What a behaviour is, how its parameters are written, and the one list of all of them.

use crate::draw::Draw;
use crate::world::World;
use crate::{adversary, crowd, supplier};
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// Something that a world does beyond ordinary life.
pub trait Behaviour: fmt::Debug + Send + Sync {
    /// Does it. `name` is what the recipe calls it: the name of its crew, where it has one. Everything random
    /// comes from `draw`, and people and pages are chosen among those who were there before any behaviour.
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw);
}

/// A behaviour of the list.
pub struct Entry {
    /// As `is = "…"` in a recipe.
    pub key: &'static str,
    /// Whether it is a crowd, a supplier or an adversary.
    pub sort: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Reads its parameters.
    pub read: fn(toml::Table) -> Result<Box<dyn Behaviour>, toml::de::Error>,
}

fn read<B: Behaviour + DeserializeOwned + 'static>(
    parameters: toml::Table,
) -> Result<Box<dyn Behaviour>, toml::de::Error> {
    let behaviour: B = parameters.try_into()?;
    Ok(Box::new(behaviour))
}

macro_rules! entries {
    ($($sort:ident { $($key:literal $behaviour:ty, $about:literal;)* })*) => {
        &[$($(Entry { key: $key, sort: stringify!($sort), about: $about, read: read::<$behaviour> },)*)*]
    };
}

/// Every behaviour.
pub const BEHAVIOURS: &[Entry] = entries! {
    crowd {
        "viral" crowd::viral::Viral, "a page is passed on beyond its own public";
        "news_wave" crowd::news_wave::NewsWave, "people of one topic mark several of its pages on a day of news";
        "shared_list" crowd::shared_list::SharedList, "people walk down a list of pages that was passed on";
        "starter_pack" crowd::starter_pack::StarterPack, "one click follows a whole list";
        "fan_club" crowd::fan_club::FanClub, "the same fans mark whatever one owner puts out";
        "local_ad" crowd::local_ad::LocalAd, "a page is advertised in one country";
        "recommender" crowd::recommender::Recommender, "for weeks the same pages are shown to people of one taste";
        "class" crowd::class::Class, "students mark the pages of the lesson, every week at the same hour";
        "call" crowd::call::Call, "followers sign up at an owner's call and mark what he puts out";
        "early" crowd::early::Early, "a few people are first on every new page of a niche";
        "letter" crowd::letter::Letter, "subscribers mark some of what one editor sends them every week";
        "import" crowd::import::Import, "people bring their old marks from elsewhere at once";
        "page_order" crowd::page_order::PageOrder, "a catalogue is shown in one order and marked in that order";
    }
    supplier {
        "burst" supplier::burst::Burst, "a farm that delivers an order in bursts of two hours";
        "slow" supplier::slow::Slow, "a farm that spreads an order evenly over fifteen days";
        "workers" supplier::workers::Workers, "people with lives of their own who take small tasks";
        "pool" supplier::pool::Pool, "every order is drawn at random from a large pool";
        "bulk" supplier::bulk::Bulk, "accounts made together in batches, with empty lives";
        "tiny" supplier::tiny::Tiny, "a dozen accounts that serve many pages";
        "directed" supplier::directed::Directed, "people told to mark one side and to take back from the other";
    }
    adversary {
        "copies_curve" adversary::copies_curve::CopiesCurve, "delivers along each page's own curve";
        "one_topic" adversary::one_topic::OneTopic, "serves the pages of one topic only";
        "shares_workers" adversary::shares_workers::SharesWorkers, "two crews with workers in common";
        "rotates" adversary::rotates::Rotates, "a pool whose accounts take turns, so that they rarely meet again";
        "frames_rival" adversary::frames_rival::FramesRival, "marks a rival's pages among the rival's own fans";
        "one_customer" adversary::one_customer::OneCustomer, "one owner orders for everything that he puts out";
    }
};

/// A parameter that is a number or is drawn anew between two: `500` or `[300, 700]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    low: f64,
    high: f64,
}

/// Above this a world would not fit into memory.
const LARGEST: f64 = 1e7;

impl Between {
    /// From `low` to `high`.
    pub const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Always this.
    pub const fn just(value: f64) -> Self {
        Self::new(value, value)
    }

    /// Draws it.
    pub fn draw(&self, draw: &mut Draw) -> f64 {
        draw.between(self.low, self.high)
    }

    /// Draws a whole number, both ends included.
    pub fn whole(&self, draw: &mut Draw) -> usize {
        (self.low.round() + (self.high.round() - self.low.round() + 1.0) * draw.unit()) as usize
    }

    /// Draws a size: small ones as often, by factor, as large ones.
    pub fn size(&self, draw: &mut Draw) -> usize {
        self.size_of(draw).round() as usize
    }

    /// Draws a number of that sort, not rounded.
    pub fn size_of(&self, draw: &mut Draw) -> f64 {
        draw.log_uniform(self.low, self.high)
    }

    fn checked<E: de::Error>(low: f64, high: f64) -> Result<Self, E> {
        // Neither a NaN nor an infinity passes.
        if (0.0..=LARGEST).contains(&low) && (low..=LARGEST).contains(&high) {
            Ok(Self { low, high })
        } else {
            Err(E::custom(format!("[{low}, {high}] is no range from low to high between 0 and {LARGEST}")))
        }
    }
}

impl<'de> Deserialize<'de> for Between {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Between;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number such as 500, or a range such as [300, 700]")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Between, E> {
                Between::checked(value, value)
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Between, E> {
                self.visit_f64(value as f64)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut ends: A) -> Result<Between, A::Error> {
                let wrong = |n| de::Error::invalid_length(n, &self);
                let low = ends.next_element::<f64>()?.ok_or_else(|| wrong(0))?;
                let high = ends.next_element::<f64>()?.ok_or_else(|| wrong(1))?;
                if ends.next_element::<f64>()?.is_some() {
                    return Err(wrong(3));
                }
                Between::checked(low, high)
            }
        }
        from.deserialize_any(Reader)
    }
}

/// A share, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(pub f64);

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(from)?;
        if (0.0..=1.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(de::Error::custom(format!("{value} is no share between 0 and 1")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Seed;

    #[test]
    fn every_behaviour_is_listed_once_and_needs_no_parameter() {
        let mut keys: Vec<&str> = BEHAVIOURS.iter().map(|b| b.key).collect();
        for entry in BEHAVIOURS {
            assert!((entry.read)(toml::Table::new()).is_ok(), "{}", entry.key);
            assert!(!entry.about.is_empty());
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), BEHAVIOURS.len());
    }

    #[test]
    fn a_range_is_drawn_within_its_ends() {
        let mut draw = Draw::named(Seed(1), "range");
        let range = Between::new(3.0, 5.0);
        let mut seen = [0; 9];
        for _ in 0..3000 {
            seen[range.whole(&mut draw)] += 1;
            assert!((3.0..5.0).contains(&range.draw(&mut draw)));
            assert!((3..=5).contains(&range.size(&mut draw)));
        }
        assert!(seen[3..=5].iter().all(|&n| n > 800) && seen.iter().sum::<i32>() == 3000, "{seen:?}");
        assert_eq!(Between::just(7.0).whole(&mut draw), 7);
        assert_eq!(Between::just(7.0).size(&mut draw), 7);
    }
}
