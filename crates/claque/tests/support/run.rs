//! Running the binary, and what every run owes whatever it was given.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An empty folder of its own for a test, gone at its end.
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs claque here.
    pub fn claque<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        self.claque_fed(args, None)
    }

    /// Runs claque here with something on standard input.
    pub fn claque_fed<S: AsRef<OsStr>>(&self, args: &[S], input: Option<&[u8]>) -> Run {
        let mut command = claque();
        command.current_dir(self.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = command.spawn().expect("the binary starts");
        let feeder = input.map(|bytes| {
            let (mut pipe, bytes) = (child.stdin.take().unwrap(), bytes.to_vec());
            std::thread::spawn(move || drop(pipe.write_all(&bytes)))
        });
        let out = child.wait_with_output().expect("the binary ends");
        if let Some(feeder) = feeder {
            feeder.join().unwrap();
        }
        let run = Run {
            code: out.status.code(),
            stdout: String::from_utf8(out.stdout).expect("results are UTF-8"),
            stderr: String::from_utf8(out.stderr).expect("talk is UTF-8"),
            asked: args
                .iter()
                .map(|a| a.as_ref().to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" "),
        };
        run.owes_no_panic();
        run
    }

    /// Names of everything that stands here, sorted; hidden names too.
    pub fn names(&self) -> Vec<String> {
        names(self.path())
    }
}

/// Names of everything in a folder, sorted; hidden names too.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The binary under test.
pub fn claque() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claque"));
    command.env_remove("RUST_BACKTRACE");
    command
}

/// How a run ended and what it said.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    asked: String,
}

impl Run {
    /// It ended so.
    #[track_caller]
    pub fn ends_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "claque {}\n{}\n{}", self.asked, self.stderr, self.stdout);
        self
    }

    /// It told people all of this.
    #[track_caller]
    pub fn tells(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(
                self.stderr.contains(word),
                "claque {} does not tell `{word}`:\n{}",
                self.asked,
                self.stderr
            );
        }
        self
    }

    /// It failed as claque fails: what is wrong, what to do, and nothing on stdout.
    #[track_caller]
    pub fn refuses(&self, code: i32, words: &[&str]) -> &Self {
        self.ends_with(code).tells(words).tells(&["claque: ", "what to do: "]);
        assert_eq!(self.stdout, "", "a refusal is no result");
        self
    }

    fn owes_no_panic(&self) {
        for word in ["panicked", "RUST_BACKTRACE", "fault of claque", "unwrap()"] {
            assert!(!self.stderr.contains(word), "claque {}:\n{}", self.asked, self.stderr);
        }
        assert!(self.code.is_some(), "claque {} was killed by a signal", self.asked);
    }
}
