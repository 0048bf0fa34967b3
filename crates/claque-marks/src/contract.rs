//! The contract of the output folder: every table and column once. The writer, the documentation
//! (`docs/tables.md`) and the validating test come from here.

/// What a column holds. Ids are text, times are instants, an unknown value is null and never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// UTF-8 text: ids as the user gave them, names of kinds and pieces.
    Text,
    /// A whole number (64 bits).
    Count,
    /// An estimate or a probability (64-bit float).
    Estimate,
    /// A UTC timestamp in microseconds.
    Instant,
    /// True or false.
    Flag,
}

impl Type {
    /// The type's name in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Count => "count (int64)",
            Type::Estimate => "estimate (double)",
            Type::Instant => "timestamp (µs, UTC)",
            Type::Flag => "boolean",
        }
    }
}

/// One column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its key in every format.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// Whether it may be null, that is: unknown or not tested.
    pub nullable: bool,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// One table of the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// File name without its ending.
    pub name: &'static str,
    /// Whether a CSV copy is written beside the Parquet file.
    pub csv: bool,
    /// Which rows it has, in one line.
    pub rows: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

const fn column(name: &'static str, holds: Type, meaning: &'static str) -> Column {
    Column { name, holds, nullable: false, meaning }
}

const fn nullable(name: &'static str, holds: Type, meaning: &'static str) -> Column {
    Column { name, holds, nullable: true, meaning }
}

use Type::{Count, Estimate, Flag, Instant, Text};

/// What an audit says of each page.
pub const PAGES: Table = Table {
    name: "pages",
    csv: true,
    rows: "every page under every verb, sorted by (page, verb)",
    columns: &[
        column("page", Text, "the page, as the log names it"),
        column("verb", Text, "the kind of mark; `mark` where the log has no such column"),
        column("likes", Count, "accounts that gave the mark"),
        column("withdrawn", Count, "of these, accounts whose last event took it back"),
        column("authentic", Estimate, "likes − hired − fabricated"),
        nullable(
            "authentic_lo",
            Estimate,
            "lower end of its 95 % interval; null where no campaigns were planted",
        ),
        nullable(
            "authentic_hi",
            Estimate,
            "upper end of its 95 % interval; null where no campaigns were planted",
        ),
        column(
            "hired",
            Estimate,
            "marks given in jobs of crews that serve unrelated pages, each with its probability",
        ),
        column("directed", Estimate, "marks given in mirrored support: shown apart, not taken off"),
        column("fabricated", Estimate, "marks given in jobs of crews whose accounts were created together"),
        column("organised", Estimate, "marks of a shared cause: for information"),
        column("episode", Estimate, "marks of one-time crowds: for information"),
        column("by_crew", Estimate, "other marks by members of hired or fabricated crews: not taken off"),
        nullable("q", Estimate, "worst q among the crews that take marks off the page; null where none does"),
        nullable("note", Text, "what a reader of the row must know"),
        nullable(
            "limit",
            Estimate,
            "marks of one order of the smallest plain campaign that would have been seen here with 80 %; null where \
             not known",
        ),
    ],
};

/// What an audit says of each crew.
pub const CREWS: Table = Table {
    name: "crews",
    csv: true,
    rows: "every crew found, by falling number of marks that it gave",
    columns: &[
        column("crew", Text, "C1, C2 … by falling size of what they gave"),
        column("kind", Text, "the kind with the highest probability"),
        column("p_kind_hired", Estimate, "probability that it serves unrelated pages"),
        column("p_kind_fabricated", Estimate, "probability that its accounts were created together"),
        column("p_kind_directed", Estimate, "probability of mirrored support"),
        column("p_kind_organised", Estimate, "probability of a shared cause"),
        column("p_kind_episode", Estimate, "probability of a one-time crowd"),
        column("p_kind_unclear", Estimate, "probability that it cannot be told"),
        column("accounts", Count, "accounts with posterior above one half"),
        column("pages", Count, "pages that its jobs touch"),
        column("jobs", Count, "page × window stretches in which it met"),
        nullable("episodes", Count, "stretches of time in which its jobs fall together; null without times"),
        nullable(
            "recurrence",
            Estimate,
            "days on which a member met the crew, jobs open together counted as one, averaged; null without times",
        ),
        nullable(
            "coherence",
            Estimate,
            "how strongly outsiders share its pages, 1 = unrelated; null where not testable",
        ),
        column("closure", Estimate, "share of its members' marks that lie in its jobs"),
        nullable(
            "pace",
            Estimate,
            "median seconds from one job of an account to its next; null without times",
        ),
        nullable("start", Instant, "first mark in any job"),
        nullable("end", Instant, "last mark in any job"),
        column("score", Estimate, "log-likelihood ratio of its overlaps in bits, kind left out"),
        nullable(
            "q",
            Estimate,
            "expected share of crews at this score that are no crew at all; null without decoys",
        ),
    ],
};

/// Who belongs to a crew, behind the gate.
pub const MEMBERS: Table = Table {
    name: "members",
    csv: false,
    rows: "accounts with posterior ≥ 0.01 in crews called hired or fabricated, unless --all-members was asked",
    columns: &[
        column("crew", Text, "the crew"),
        column("account", Text, "the account, as the log names it"),
        column("jobs", Count, "jobs of the crew that it took part in"),
        column("posterior", Estimate, "probability that it is a member"),
    ],
};

/// What a crew did.
pub const JOBS: Table = Table {
    name: "jobs",
    csv: false,
    rows: "every job of every crew, by crew, then time, then page",
    columns: &[
        column("crew", Text, "the crew"),
        column("page", Text, "the page it marked"),
        column("verb", Text, "under which verb"),
        nullable("start", Instant, "first mark of the job"),
        nullable("end", Instant, "last mark of the job"),
        column("accounts", Count, "members that marked the page then"),
        column("expected", Estimate, "how many of them chance would give"),
        column("withdrawn", Count, "how many of these marks were taken back"),
    ],
};

/// Which marks lie in which job, behind the gate: the way from a figure back to rows.
pub const MARKS: Table = Table {
    name: "marks",
    csv: false,
    rows: "marks with posterior ≥ 0.01 in jobs of crews whose members are listed, by crew, then job, then time",
    columns: &[
        column("crew", Text, "the crew"),
        column(
            "job",
            Count,
            "which of its jobs, from 1, in the order of `jobs`: `C3/J5` is job 5 of crew C3",
        ),
        column("page", Text, "the page it marked"),
        column("verb", Text, "under which verb"),
        column("account", Text, "who gave it, as the log names it"),
        nullable("time", Instant, "when it was first given; null in a log without times"),
        column("posterior", Estimate, "probability that it was given by a member and in the job"),
        column("doubted", Estimate, "how much of it is taken off its page's authentic marks"),
    ],
};

/// What an audit says of each account, behind the gate.
pub const ACCOUNTS: Table = Table {
    name: "accounts",
    csv: false,
    rows: "accounts with any probability above 0, sorted by name; the rest are 0",
    columns: &[
        column("account", Text, "the account, as the log names it"),
        column("p_hired", Estimate, "probability that it serves unrelated pages together with others"),
        column("p_fabricated", Estimate, "probability that it was created together with others"),
        nullable(
            "p_directed",
            Estimate,
            "probability of mirrored support; null unless --all-members was asked",
        ),
        nullable("crew", Text, "the crew that it most likely belongs to, behind the gate"),
    ],
};

/// Why a crew was called what it was called.
pub const EVIDENCE: Table = Table {
    name: "evidence",
    csv: false,
    rows: "every piece of evidence for every crew, in the order of the list of evidence",
    columns: &[
        column("crew", Text, "the crew"),
        column("piece", Text, "which piece of evidence"),
        nullable("value", Estimate, "what was measured"),
        nullable("expected", Estimate, "what an innocent crowd or chance would give"),
        nullable("weight", Estimate, "bits for the crew's called kind against its strongest rival"),
        column("testable", Flag, "whether this log could test it"),
        column("message", Text, "id of its sentence in the catalogue"),
    ],
};

/// What an audit says of each page by country and week: the picture that a table of counts gives.
pub const COUNTRIES: Table = Table {
    name: "countries",
    csv: true,
    rows: "every page under every verb by week and country, sorted so; none where the log has no countries or no times",
    columns: &[
        column("page", Text, "the page, as the log names it"),
        column("verb", Text, "the kind of mark"),
        column("week", Instant, "Monday on which the week begins, UTC"),
        nullable("country", Text, "the country, as the log names it; null where a row names none"),
        column("likes", Count, "marks given"),
        column("authentic", Estimate, "likes − hired − fabricated"),
        column("hired", Estimate, "marks given in jobs of crews that serve unrelated pages"),
        column("fabricated", Estimate, "marks given in jobs of crews whose accounts were created together"),
    ],
};

/// What an audience answer says of each country in each period.
pub const AUDIENCE: Table = Table {
    name: "audience",
    csv: true,
    rows: "every country of every page in every period, sorted by (page, period, country)",
    columns: &[
        column("page", Text, "the page, as the tables name it"),
        column("country", Text, "code of two letters; ZZ for what no country is named for"),
        nullable("period_start", Instant, "midnight at which the period begins; null where no table says"),
        nullable("period_end", Instant, "midnight at which the period's last day begins"),
        column("observed", Count, "new marks counted; below 0 where more were lost"),
        column("expected", Estimate, "new marks expected"),
        column("expected_lo", Estimate, "lower end of what chance keeps in 95 of 100"),
        column("expected_hi", Estimate, "upper end of it"),
        column(
            "unexplained",
            Estimate,
            "observed − expected; around 0 in quiet periods, where totals do not count it",
        ),
        column("unexplained_lo", Estimate, "lower end of its 95 % interval"),
        column("unexplained_hi", Estimate, "upper end of its 95 % interval"),
    ],
};

/// What stands out in an audience.
pub const SIGNALS: Table = Table {
    name: "signals",
    csv: true,
    rows: "every signal of every page, sorted by (page, day)",
    columns: &[
        column("page", Text, "the page"),
        column(
            "signal",
            Text,
            "surge, loss, start, stop, home_share, flow_against_stock, engagement or remains",
        ),
        column("countries", Text, "codes, parted by spaces, the most surprising first"),
        nullable("period_start", Instant, "its first day; of a stop the first day without the flow"),
        nullable("period_end", Instant, "its last day"),
        nullable("observed", Estimate, "new marks counted in it"),
        nullable("expected", Estimate, "new marks expected in it"),
        nullable("unexplained", Estimate, "observed − expected"),
        nullable("unexplained_lo", Estimate, "lower end of its 95 % interval"),
        nullable("unexplained_hi", Estimate, "upper end of its 95 % interval"),
        nullable("score", Estimate, "how much it stands out, in nats: a surge begins at surge_score"),
        nullable("chance", Estimate, "chance that the countries' own steps meet by accident on some day"),
        nullable("measured", Estimate, "the share or rate that is measured, of signals that compare two"),
        nullable("usual", Estimate, "what it is held against"),
    ],
};

/// The tables of an audience answer.
pub const AUDIENCE_TABLES: &[Table] = &[AUDIENCE, SIGNALS];

/// All tables of an audit, in the order of the documentation.
pub const TABLES: &[Table] = &[PAGES, CREWS, MEMBERS, JOBS, MARKS, ACCOUNTS, EVIDENCE, COUNTRIES];

/// Every table of every folder.
pub fn every() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().chain(AUDIENCE_TABLES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_meanings_given() {
        let names: HashSet<_> = every().map(|t| t.name).collect();
        assert_eq!(names.len(), TABLES.len() + AUDIENCE_TABLES.len());
        for t in every() {
            let columns: HashSet<_> = t.columns.iter().map(|c| c.name).collect();
            assert_eq!(columns.len(), t.columns.len(), "{}", t.name);
            assert!(t.columns.iter().all(|c| !c.meaning.is_empty()));
        }
    }
}
