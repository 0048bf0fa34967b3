//! A world while it is made: who and what is in it, and what has happened so far. Behaviours act on it
//! through the few verbs below.

use crate::clock::{self, DAY, HOUR};
use crate::draw::{Draw, sums};
use crate::life;
use crate::pages::{Author, Pages, Shelf};
use crate::people::{Block, People};
use claque_marks::Seed;
use serde::Deserialize;

/// What sort of pages a world has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Pages that live as long as the log.
    Long,
    /// Posts of authors with followers; a post lives about a day.
    Posts,
}

/// What an account is, in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A person, for itself.
    Organic,
    /// Serves whoever orders.
    Hired,
    /// A person who acts as told, for one cause and against another.
    Directed,
    /// One of many that were made together.
    Fabricated,
}

impl Role {
    /// Its name in the truth files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organic => "organic",
            Self::Hired => "hired",
            Self::Directed => "directed",
            Self::Fabricated => "fabricated",
        }
    }
}

/// A crew, in truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crew {
    /// As the recipe names it.
    pub name: String,
    /// What its members are.
    pub role: Role,
}

/// A mark that was given, or an earlier one that was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Account by number.
    pub account: u32,
    /// Page by number.
    pub page: u32,
    /// Seconds from the start of the log.
    pub time: u32,
    /// The crew whose job it is, by number; 0 for a mark of one's own.
    pub crew: u16,
}

/// How big a world is.
#[derive(Clone, Debug)]
pub struct Size {
    /// What sort of pages.
    pub family: Family,
    /// Length of the log.
    pub days: u32,
    /// Organic people, before behaviours bring others.
    pub people: usize,
    /// Pages or posts, before behaviours bring others.
    pub pages: usize,
    /// Topics that people and pages spread over.
    pub topics: usize,
    /// Mean number of marks that one gives for oneself.
    pub marks: f64,
    /// By how much crowds happen more often than the recipe says.
    pub scale: f64,
}

/// How long a post is shown to anybody.
const POST_SHOWN: f64 = 4.0 * DAY;

/// A world while it is made.
pub struct World {
    /// How big it is.
    pub size: Size,
    /// Length of the log in seconds.
    pub span: f64,
    /// When the log begins, epoch seconds; a midnight in UTC.
    pub start: i64,
    /// Share of each topic.
    pub topics: Vec<f64>,
    /// Accounts.
    pub people: People,
    /// Pages.
    pub pages: Pages,
    /// Authors (posts only).
    pub authors: Vec<Author>,
    /// Pages that were here before any behaviour, by topic.
    pub shelves: Vec<Shelf>,
    /// Everything given, repeats included.
    pub marks: Vec<Mark>,
    /// Everything taken back.
    pub withdrawn: Vec<Mark>,
    /// Crews; number 0 stands for nobody.
    pub crews: Vec<Crew>,
    /// Likes that a page has from ordinary life alone.
    pub popularity: Vec<u32>,
    /// People and pages that were here before any behaviour. Behaviours choose among these alone, so that
    /// none depends on what another brought.
    base: (usize, usize),
    /// Marks that ordinary life gave: the first of `marks`.
    life: usize,
    everybody: Vec<u32>,
}

impl World {
    /// Ordinary life, before any crowd or crew.
    pub fn new(size: Size, seed: Seed) -> Self {
        let span = f64::from(size.days) * DAY;
        let mut draw = Draw::named(seed, "calendar");
        // Some midnight between September 2020 and October 2024.
        let start = 1_600_041_600 + draw.below(1_500) as i64 * 86_400;
        let weights: Vec<f64> = (0..size.topics).map(|_| draw.gamma(3.0)).collect();
        let total: f64 = weights.iter().sum();
        let topics: Vec<f64> = weights.iter().map(|w| w / total).collect();
        let mut pages = Pages::default();
        let mut draw = Draw::named(seed, "pages");
        let authors = match size.family {
            Family::Long => {
                pages.add_long(size.pages, &topics, span, &mut draw);
                vec![]
            }
            Family::Posts => pages.add_posts(size.pages, &topics, span, &mut draw),
        };
        let base = (size.people, pages.len());
        let shelves = pages.shelves(size.topics, base.1);
        let mut world = Self {
            span,
            start,
            topics,
            people: People { topics: size.topics, ..People::default() },
            pages,
            authors,
            shelves,
            marks: vec![],
            withdrawn: vec![],
            crews: vec![Crew { name: String::new(), role: Role::Organic }],
            popularity: vec![],
            base,
            life: 0,
            everybody: (0..size.people as u32).collect(),
            size,
        };
        let mut draw = Draw::named(seed, "people");
        let ordinary = world.bring(&Block::ordinary(world.size.people, world.size.marks), &mut draw);
        life::live(&mut world, &ordinary, &mut Draw::named(seed, "life"));
        world.life = world.marks.len();
        world.popularity = vec![0; base.1];
        for mark in &world.marks {
            world.popularity[mark.page as usize] += 1;
        }
        world
    }

    /// A crew of this name, by number.
    pub fn crew(&mut self, name: &str, role: Role) -> u16 {
        self.crews.push(Crew { name: name.to_owned(), role });
        (self.crews.len() - 1) as u16
    }

    /// Brings accounts into the world.
    pub fn bring(&mut self, block: &Block, draw: &mut Draw) -> Vec<u32> {
        self.people.add(block, &self.topics, self.span, draw)
    }

    /// Gives a mark. Nothing is marked outside the log, before it appears, or after a post is no longer shown.
    pub fn mark(&mut self, account: u32, page: u32, time: f64, crew: u16) {
        let launch = self.pages.launch[page as usize];
        let shown = self.size.family == Family::Long || time < launch + POST_SHOWN;
        if time >= launch.max(0.0) && time < self.span && shown {
            self.marks.push(Mark { account, page, time: time as u32, crew });
        }
    }

    /// Takes a mark back.
    pub fn withdraw(&mut self, account: u32, page: u32, time: f64, crew: u16) {
        if (0.0..self.span).contains(&time) {
            self.withdrawn.push(Mark { account, page, time: time as u32, crew });
        }
    }

    /// The people who were here before any behaviour.
    pub fn everybody(&self) -> &[u32] {
        &self.everybody
    }

    /// How many pages were here before any behaviour.
    pub fn base_pages(&self) -> usize {
        self.base.1
    }

    /// Marks that ordinary life gave.
    pub fn ordinary_marks(&self) -> &[Mark] {
        &self.marks[..self.life]
    }

    /// Whether pages live about a day.
    pub fn is_posts(&self) -> bool {
        self.size.family == Family::Posts
    }

    /// A stretch of time as it is where pages live a day: crowds around a post are over within half of it.
    pub fn within_life(&self, seconds: f64) -> f64 {
        if self.is_posts() { seconds.min(0.5 * DAY) } else { seconds }
    }

    /// How often a crowd happens that a recipe wants `times`, in a world of this scale.
    pub fn often(&self, times: f64) -> usize {
        if times < 0.5 { 0 } else { (times * self.size.scale).round().max(1.0) as usize }
    }

    /// A topic by its share.
    pub fn any_topic(&self, draw: &mut Draw) -> usize {
        draw.weighted(&sums(self.topics.iter().copied()))
    }

    /// The topic with the largest share.
    pub fn main_topic(&self) -> usize {
        (0..self.topics.len()).max_by(|&a, &b| self.topics[a].total_cmp(&self.topics[b])).unwrap_or(0)
    }

    /// `n` people who like a topic: by taste, and by the root of their activity, as the busy hear of more.
    pub fn fans(&self, topic: usize, n: usize, draw: &mut Draw) -> Vec<u32> {
        let people = &self.people;
        draw.some_weighted(&self.everybody, n.min(self.everybody.len() / 2), |a| {
            people.liking(a, topic) * people.activity[a as usize].sqrt() + 1e-9
        })
    }

    /// `n` people of whatever taste.
    pub fn anybody(&self, n: usize, draw: &mut Draw) -> Vec<u32> {
        draw.some_of(&self.everybody, n.min(self.everybody.len() / 2))
    }

    /// Pages that people meet at an instant, of one topic or of all: those that have appeared, or posts of the
    /// day before.
    pub fn shown(&self, topic: Option<usize>, at: f64) -> Vec<u32> {
        let launch = &self.pages.launch;
        let fits = |&p: &u32| {
            let l = launch[p as usize];
            l <= at
                && (!self.is_posts() || l > at - DAY)
                && topic.is_none_or(|k| usize::from(self.pages.topic[p as usize]) == k)
        };
        match topic {
            Some(k) => self.shelves[k].pages.iter().copied().filter(fits).collect(),
            None => (0..self.base.1 as u32).filter(fits).collect(),
        }
    }

    /// When something that happens at `time` reaches an account: when it is awake, or, where it reads posts, in
    /// its next session. `None` where the log ends before.
    pub fn reached(&self, account: u32, time: f64, draw: &mut Draw) -> Option<f64> {
        let sessions = &self.people.sessions[account as usize];
        if sessions.is_empty() {
            return Some(clock::awake(time, self.people.ahead[account as usize], draw));
        }
        let next = sessions.partition_point(|&s| s < time);
        sessions.get(next).map(|s| s + draw.exponential(120.0))
    }

    /// When an account that asked to be told comes, if the bell rings at `time`: when it is awake.
    pub fn rung(&self, account: u32, time: f64, draw: &mut Draw) -> f64 {
        clock::awake(time, self.people.ahead[account as usize], draw)
    }

    /// A waking moment of an account around a day of the log.
    pub fn waking(&self, account: u32, day: f64, draw: &mut Draw) -> f64 {
        day.floor() * DAY + clock::waking(self.people.ahead[account as usize], draw)
    }

    /// `n` pages of one owner, one after the other: new ones, or the posts of an author who writes that many.
    /// Of a topic, if there is one to keep to.
    pub fn series(&mut self, topic: usize, n: usize, draw: &mut Draw) -> Vec<u32> {
        if self.is_posts() {
            let mut fit: Vec<&Author> = self.authors.iter().filter(|a| a.topic == topic).collect();
            // One of those who write about that many.
            fit.sort_by_key(|a| a.posts.len().abs_diff(n));
            fit.truncate((fit.len() / 4).max(1));
            return if fit.is_empty() { vec![] } else { fit[draw.below(fit.len())].posts.clone() };
        }
        let owner = self.pages.add_owner(draw);
        let mut when: Vec<f64> = (0..n).map(|_| draw.between(0.0, 0.97 * self.span)).collect();
        when.sort_by(f64::total_cmp);
        when.into_iter().map(|t| self.pages.add(topic, 0.4, t, Some(owner), draw)).collect()
    }

    /// When something may begin around a page: any time after it appears, or within hours of a post.
    pub fn begins(&self, page: u32, draw: &mut Draw) -> f64 {
        let launch = self.pages.launch[page as usize];
        if self.is_posts() {
            launch + draw.between(0.1, 6.0) * HOUR
        } else {
            let first = (launch + draw.between(0.2, 3.0) * DAY).clamp(0.0, 0.95 * self.span);
            draw.between(first, 0.96 * self.span)
        }
    }
}
