//! The environment that the league makes itself: a claque, a Python with pinned peers, a folder to work in.

use super::Fault;
use super::results::Cost;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Nobody waits longer than this for one detector on one log, in seconds.
pub const LIMIT_SECONDS: u32 = 600;

/// What a league runs in.
pub struct Environment {
    /// Everything that is made lies here, under the target folder.
    pub work: PathBuf,
    claque: PathBuf,
    python: PathBuf,
    scripts: PathBuf,
}

impl Environment {
    /// Makes the Python environment where it is not there yet.
    pub fn make(project: &Path) -> Result<Environment, Fault> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from);
        let work = target.join("league");
        let scripts = project.join("xtask/league");
        std::fs::create_dir_all(&work).map_err(|e| format!("{} cannot be made: {e}", work.display()))?;
        let python = venv(&work.join("venv"), &scripts.join("requirements.txt"))?;
        Ok(Environment { work, claque: target.join("release/claque"), python, scripts })
    }

    /// The same with this claque; where none is given, with the project's own, built now.
    pub fn with(self, claque: Option<&Path>) -> Result<Environment, Fault> {
        let Some(path) = claque else {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            done(Command::new(cargo).args(["build", "--release", "--quiet", "--package", "claque"]))?;
            return Ok(self);
        };
        let claque = path.canonicalize().map_err(|e| format!("no claque at {}: {e}", path.display()))?;
        Ok(Environment { claque, ..self })
    }

    /// What claque says of its version.
    pub fn version(&self) -> Result<String, Fault> {
        let said =
            Command::new(&self.claque).arg("--version").output().map_err(|e| format!("claque: {e}"))?;
        Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
    }

    /// An empty folder for one log.
    pub fn fresh(&self, name: &str) -> Result<PathBuf, Fault> {
        let folder = self.work.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(folder)
    }

    /// Makes a world.
    pub fn world(&self, recipe: &str, seed: u64, scale: f64, out: &Path) -> Result<(), Fault> {
        let [seed, scale] = [seed.to_string(), scale.to_string()];
        let make = ["worlds", "make", recipe, "--seed", &seed, "--scale", &scale, "--out"];
        done(Command::new(&self.claque).args(make).arg(out))
    }

    /// Runs one of the scripts beside this crate.
    pub fn python(&self, script: &str, args: &[&OsStr]) -> Result<(), Fault> {
        done(Command::new(&self.python).arg("-B").arg(self.scripts.join(script)).args(args))
    }

    /// Runs claque, measured.
    pub fn audit(&self, folder: &Path, args: &[&OsStr]) -> Result<Cost, Fault> {
        self.measured(folder, self.claque.as_os_str(), args)
    }

    /// Runs a peer's script, measured.
    pub fn peer(&self, folder: &Path, script: &str, args: &[&OsStr]) -> Result<Cost, Fault> {
        let script = self.scripts.join(script);
        self.measured(folder, self.python.as_os_str(), &[&["-B".as_ref(), script.as_os_str()], args].concat())
    }

    fn measured(&self, folder: &Path, program: &OsStr, args: &[&OsStr]) -> Result<Cost, Fault> {
        let cost = folder.join("cost.json");
        let limit = LIMIT_SECONDS.to_string();
        let measure = [cost.as_os_str(), OsStr::new(&limit), program];
        self.python("measure.py", &[&measure[..], args].concat())?;
        let text = std::fs::read_to_string(&cost).map_err(|e| format!("cost.json: {e}"))?;
        let cost: Cost = serde_json::from_str(&text).map_err(|e| format!("cost.json: {e}"))?;
        if cost.finished && cost.code != 0 {
            let said = std::fs::read_to_string(folder.join("cost.json.log")).unwrap_or_default();
            return Err(format!("{} ended with code {}:\n{said}", program.display(), cost.code));
        }
        Ok(cost)
    }
}

/// The Python of an environment that holds just these packages; made anew where the list has changed.
fn venv(folder: &Path, requirements: &Path) -> Result<PathBuf, Fault> {
    let python = folder.join("bin/python");
    let holds = folder.join("requirements.txt");
    let wanted = std::fs::read(requirements).map_err(|e| format!("{}: {e}", requirements.display()))?;
    if std::fs::read(&holds).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    eprintln!("making the peers' environment (needs python3 with venv, and the network once)");
    done(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    done(Command::new(&python).args(install).arg(requirements))?;
    std::fs::write(&holds, wanted).map_err(|e| format!("{}: {e}", holds.display()))?;
    Ok(python)
}

/// Lines of a table without its header.
pub fn lines(path: &Path) -> Result<usize, Fault> {
    let text = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.iter().filter(|b| **b == b'\n').count().saturating_sub(1))
}

/// Runs a command to its end; its own words are shown only if it fails.
fn done(command: &mut Command) -> Result<(), Fault> {
    let program = command.get_program().display().to_string();
    let ended = command.output().map_err(|e| format!("{program} cannot be run: {e}"))?;
    if ended.status.success() {
        return Ok(());
    }
    Err(format!("{program} failed ({}):\n{}", ended.status, String::from_utf8_lossy(&ended.stderr)))
}
