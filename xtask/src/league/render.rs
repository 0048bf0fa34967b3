//! accuracy.md out of the figures, and out of nothing else.

mod tables;
mod words;

use super::environment::LIMIT_SECONDS;
use super::results::League;

/// The whole document.
pub fn markdown(league: &League) -> String {
    let sections = [
        HEAD.replace("CLAQUE", &league.claque)
            .replace("PROCESSORS", &league.processors.to_string())
            .replace("LIMIT", &LIMIT_SECONDS.to_string()),
        format!("## In words\n{}", words::all(league)),
        format!("## Ranking: average precision\n{RANKING}\n{}", tables::ranking(league)),
        format!("## Innocents called where there is no crew\n{INNOCENT}\n{}", tables::innocent(league)),
        format!("## Real sets\n{REAL}\n{}", tables::real(league)),
        format!("## What a log's gaps cost\n{GAPS}\n{}", tables::gaps(league)),
        format!("## What it costs\n{COST}\n{}", tables::cost(league)),
        format!("## How settings and thresholds were chosen\n{CHOSEN}"),
        format!("## What this table cannot say\n{LIMITS}"),
        format!("## Every figure of the logs with crews\n{EVERY}\n{}", tables::every(league)),
    ];
    sections.join("\n")
}

const HEAD: &str = "# How often right, beside others

```
cargo xtask league            makes this page and accuracy.json; --quick plays two small worlds in about a minute
cargo xtask league --render   makes this page again out of accuracy.json
```
CLAQUE and three peers on the same logs, one process after another, on PROCESSORS processors. The command makes the peers'
environment itself (`xtask/league/requirements.txt` pins it), and the worlds, whose seeds stand below and were used for nothing
else. A detector that took longer than LIMIT seconds is said to be unfinished. Everything here is rendered from accuracy.json.

| detector | what it is | what it looks at |
|---|---|---|
| claque | this project | account, page, time; owners of pages and creation times of accounts where a log has them. *Three columns* is claque on what the peers get |
| FRAUDAR | Hooi et al. (KDD 2016): greedy peeling, pages weighed 1/log(d + 5), written from the paper in `xtask/league/fraudar.py`, since no package of the authors is published | account, page |
| toolkit | coordination-network-toolkit 1.5.2 as installed from PyPI, its co_retweet network, a mark standing for a repost | account, page, time |
| CooRTweet | the rule of the R package CooRTweet 2 (Righetti and Balluff), restated from its manual in `xtask/league/coortweet.py`; the package itself was not run | account, page, time |
";

const RANKING: &str =
    "Of each detector's own score, for *hired or fabricated*; 1 is perfect, the share of crew accounts is \
what chance gives. Peers: *default / best setting in hindsight*. Equal scores are one step. Real campaigns stand at the end.
";

const INNOCENT: &str = "People called in worlds without any crew, each detector by its own rule. There is nothing to find, so a \
detector that calls nobody is right.
";

const REAL: &str = "*busy* are the accounts on at least five pages of a published campaign; of its other accounts nobody knows, \
and they count neither way. In the organic logs no crew is known: whoever is called there is, as far as anybody knows, called \
wrongly (a few vandals and scripts may be among them). Where a set has no truth, the number of called accounts is given and \
nothing can be said of it.
";

const GAPS: &str = "claque without shuffled copies on the world `long-mixed`, once as it is and then with less in it. What a real \
export holds is often less than this world does.
";

const COST: &str = "Seconds of all processors together, which other work on the machine hardly moves (accuracy.json has the \
clock's too), and the peak memory of the largest process. claque's default includes its shuffled copies; the peers give no error \
rate, so `--decoys 0` is what compares with them. Times include reading the log. FRAUDAR and CooRTweet run here in Python, and an \
implementation in another language would be faster.
";

const CHOSEN: &str = "- **claque**: an account is called above a probability of one half that it is hired or fabricated. \
Nothing is set by hand, in any log.
- **FRAUDAR**: the paper gives the densest block; that is its default here. *Blocks until density halves* goes on (the edges \
inside a block are taken away, at most 20 blocks) until a block is less than half as dense as the first. An account's score is the \
density of the first block that holds it.
- **toolkit**: its command's own defaults are a window of 1 second and edges of weight 2 or more; its manual speaks of a minute; \
an hour is added for hindsight. Who has an edge is called, and the score is the heaviest edge.
- **CooRTweet**: the package's defaults are 10 seconds, two marks, and edges above the median weight. A minute and an hour are \
added for hindsight. Who has such an edge is called, and the score is the heaviest edge.
- **Best in hindsight**: of all settings and all thresholds on the score, the one with the highest F1 against the truth. Nobody \
who audits a log of which he does not know the truth can choose it. It is given so that no peer loses by a default alone.
- Recall *at 1 % false* is the largest share of crew accounts above a threshold at which at most one in a hundred of those above \
it is innocent.
- **Directed people** and accounts of unknown role are left out of ranking and hindsight for every detector: peers look for people \
who act together, and directed people do. How many each called is in its own column.
";

const LIMITS: &str = "- The worlds are made by the same house as claque, and its parameters were judged on relatives of them: \
other seeds, same behaviours. They are good for finding faults; a log of another make counts for more, and the real sets here are \
few.
- Crews keep their size when a world is made smaller, so in these worlds they are a larger part of the accounts than in most logs.
- The peers were written for another question. A co-action network shows who acts together, and leaves to its reader whether that \
is a crew, a fan club or a news wave; FRAUDAR looks for dense blocks and knows no time. Their authors promise no error rate, and \
these figures are no judgement of what they promise.
- Peers that use texts, profiles or follower graphs, and platforms' own systems, are not here: a log of marks has none of it.
";

const EVERY: &str = "*found* are crew accounts, *innocent* and *directed* people who were called, each by the detector's own \
rule; in hindsight, by the best threshold.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::league::results::{Best, Called, LogResult, Run};

    fn run(detector: &str, precision: f64, [crew, innocent]: [usize; 2], seconds: f64) -> Run {
        Run {
            detector: detector.to_owned(),
            finished: true,
            seconds,
            cpu: seconds,
            peak_mb: 9,
            average_precision: Some(precision),
            recall_at_1: Some(precision / 2.0),
            called: Called { crew, innocent, ..Called::default() },
            best: Some(Best { threshold: 7.0, crew, innocent, f1: precision }),
        }
    }

    fn league(peer: f64, found: [usize; 2]) -> League {
        let log = LogResult {
            name: "a-world".to_owned(),
            about: "of a test".to_owned(),
            world: Some("a-world --seed 1 --scale 1".to_owned()),
            gap: None,
            absent: None,
            marks: 1234567,
            crew: 100,
            innocent: 900,
            directed: 0,
            unknown: 0,
            runs: vec![
                run("claque", 0.8, [80, 3], 5.0),
                run("claque-bare", 0.8, [80, 3], 1.0),
                run("claque-columns", 0.7, [70, 3], 1.0),
                run("fraudar-1", 0.2, [5, 0], 2.0),
                run("coortweet-60", peer, found, 2.0),
            ],
        };
        League { claque: "claque 0".to_owned(), processors: 2, logs: vec![log] }
    }

    #[test]
    fn a_peer_that_ranks_better_is_said_to() {
        let said = markdown(&league(0.9, [90, 1]));
        let line =
            said.lines().find(|l| l.starts_with("- **CooRTweet ranks better")).expect("a line of its own");
        assert!(line.contains("`a-world` (0.900 against 0.800)"), "{line}");
        assert!(!said.contains("On no world"), "{said}");
        assert!(said.contains("1,234,567"), "{said}");
    }

    #[test]
    fn where_none_does_that_is_said() {
        let said = markdown(&league(0.5, [50, 60]));
        assert!(said.contains("- On no world does a peer rank better"), "{said}");
        // It calls fewer innocents, and what that is worth is said with it.
        assert!(said.contains("`a-world` (0 against 3; it finds 5 of 100, claque 80)"), "{said}");
    }

    #[test]
    fn an_absent_set_has_its_line() {
        let mut league = league(0.5, [50, 60]);
        let log = &mut league.logs[0];
        (log.world, log.absent, log.runs) = (None, Some("no file here".to_owned()), vec![]);
        assert!(markdown(&league).contains("| a-world: of a test | absent: no file here |"));
    }
}
