//! Pages: topics, heavy-tailed popularity, when they appear, whose they are. A post is a page that lives a
//! day and belongs to an author.

use crate::clock::{COUNTRIES, DAY, HOUR, any_country, waking};
use crate::draw::{Draw, sums};

/// All pages, by number, a column each.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Topic.
    pub topic: Vec<u16>,
    /// How likely it is to be marked, among those of its topic.
    pub weight: Vec<f64>,
    /// When it appears, seconds from the start of the log; before 0 for older ones.
    pub launch: Vec<f64>,
    /// Who stands behind it: an index into `owners`, or `None` where a page is its own owner.
    pub owner: Vec<Option<u32>>,
    /// Random, and the only thing that a log shows of it.
    pub id: Vec<u64>,
    /// Owners of several pages, by their random ids.
    pub owners: Vec<u64>,
}

/// An author of posts.
#[derive(Clone, Debug)]
pub struct Author {
    /// What is written about.
    pub topic: usize,
    /// How likely somebody who likes the topic is to follow.
    pub fame: f64,
    /// The posts, in order of time.
    pub posts: Vec<u32>,
}

/// The pages of one topic with running sums of their weights.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Pages by number.
    pub pages: Vec<u32>,
    /// Running sums of their weights.
    pub sums: Vec<f64>,
}

/// Exponent of popularity. Assumed near 1, as rank–size laws of audiences are.
const POPULARITY: f64 = 1.15;
/// Share of long-lived pages that are older than the log, and their mean age in days. Assumed.
const OLDER: (f64, f64) = (0.6, 120.0);

impl Pages {
    /// How many.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Adds a page.
    pub fn add(
        &mut self,
        topic: usize,
        weight: f64,
        launch: f64,
        owner: Option<u32>,
        draw: &mut Draw,
    ) -> u32 {
        self.topic.push(topic as u16);
        self.weight.push(weight);
        self.launch.push(launch);
        self.owner.push(owner);
        self.id.push(draw.bits());
        self.len() as u32 - 1
    }

    /// An owner of several pages.
    pub fn add_owner(&mut self, draw: &mut Draw) -> u32 {
        self.owners.push(draw.bits());
        self.owners.len() as u32 - 1
    }

    /// Adds pages that live as long as the log.
    pub fn add_long(&mut self, count: usize, topics: &[f64], span: f64, draw: &mut Draw) {
        let topics = sums(topics.iter().copied());
        for _ in 0..count {
            let topic = draw.weighted(&topics);
            let weight = draw.pareto(POPULARITY) - 0.7;
            let (older, age, when) = (draw.chance(OLDER.0), draw.exponential(OLDER.1 * DAY), draw.unit());
            let launch = if older { -age } else { when * span };
            self.add(topic, weight, launch, None, draw);
        }
    }

    /// Adds authors and about `count` posts in order of time.
    pub fn add_posts(&mut self, count: usize, topics: &[f64], span: f64, draw: &mut Draw) -> Vec<Author> {
        let topics = sums(topics.iter().copied());
        // About thirty posts an author over the log; how often one writes spreads over orders of magnitude.
        let many = (count / 30).max(topics.len() * 2);
        let pace: Vec<f64> = (0..many).map(|_| draw.lognormal(1.0, 0.9)).collect();
        let all: f64 = pace.iter().sum();
        let mut authors = vec![];
        let mut posts = vec![];
        for p in pace {
            let fame = draw.pareto(1.0).min(many as f64 / 4.0);
            let author = Author { topic: draw.weighted(&topics), fame, posts: vec![] };
            let ahead = COUNTRIES[usize::from(any_country(draw))].ahead * HOUR;
            let owner = self.add_owner(draw);
            let written = draw.poisson(p / all * count as f64).max(1);
            for _ in 0..written {
                let day = draw.below((span / DAY) as usize) as f64 * DAY;
                let appeal = draw.lognormal(0.7, 0.8);
                posts.push(((day + waking(ahead, draw)).clamp(0.0, span - 2.0 * HOUR), owner, appeal));
            }
            authors.push(author);
        }
        posts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (launch, owner, appeal) in posts {
            let author = &mut authors[owner as usize];
            let post = self.add(author.topic, author.fame * appeal, launch, Some(owner), draw);
            author.posts.push(post);
        }
        authors
    }

    /// The pages from 0 to `count` by topic.
    pub fn shelves(&self, topics: usize, count: usize) -> Vec<Shelf> {
        (0..topics)
            .map(|k| {
                let pages: Vec<u32> =
                    (0..count as u32).filter(|&p| usize::from(self.topic[p as usize]) == k).collect();
                let sums = sums(pages.iter().map(|&p| self.weight[p as usize]));
                Shelf { pages, sums }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Seed;

    #[test]
    fn popularity_has_a_heavy_tail_and_pages_come_before_and_during_the_log() {
        let mut pages = Pages::default();
        let span = 180.0 * DAY;
        pages.add_long(5000, &[0.5, 0.3, 0.2], span, &mut Draw::named(Seed(1), "pages"));
        let mut weights = pages.weight.clone();
        weights.sort_by(f64::total_cmp);
        let all: f64 = weights.iter().sum();
        assert!(weights[4500..].iter().sum::<f64>() / all > 0.5, "a tenth of the pages is half of the marks");
        assert!(weights[0] > 0.29 && weights[0] < 0.31);
        let older = pages.launch.iter().filter(|&&l| l < 0.0).count();
        assert!((2850..3150).contains(&older), "{older}");
        assert!(pages.launch.iter().all(|&l| l < span));
        let shelves = pages.shelves(3, 5000);
        assert_eq!(shelves.iter().map(|s| s.pages.len()).sum::<usize>(), 5000);
    }

    #[test]
    fn posts_are_in_order_of_time_and_belong_to_their_authors() {
        let mut pages = Pages::default();
        let authors = pages.add_posts(3000, &[0.5, 0.5], 60.0 * DAY, &mut Draw::named(Seed(1), "posts"));
        assert!(pages.launch.is_sorted());
        assert!((2500..3500).contains(&pages.len()), "{}", pages.len());
        assert_eq!(authors.iter().map(|a| a.posts.len()).sum::<usize>(), pages.len());
        for (i, author) in authors.iter().enumerate() {
            assert!(author.posts.iter().all(|&p| pages.owner[p as usize] == Some(i as u32)));
            assert!(author.posts.is_sorted());
        }
    }
}
