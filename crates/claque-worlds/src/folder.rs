//! The folder of a world: written whole or not at all.

use crate::error::WorldFault;
use crate::tables::{FILES, tables, write};
use crate::truth::Truth;
use crate::world::World;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Checks, before any work, whether a world could be written here: an empty folder may stand there, nothing else.
///
/// # Errors
/// It could not.
pub fn check_out(out: &Path) -> Result<(), WorldFault> {
    let place = out.display().to_string();
    let refuse = |what: &str| Err(WorldFault::usage(&place, what, "name a new folder with --out"));
    if out.file_name().is_none() {
        return refuse("this is no name for a folder");
    }
    if !parent(out).is_dir() {
        return refuse("the folder above it does not exist");
    }
    match fs::symlink_metadata(out) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(why) => Err(WorldFault::io(out, "cannot look at it", &why)),
        Ok(there) if !there.is_dir() => refuse("something that is no folder stands there"),
        Ok(_) => match fs::read_dir(out).map(|mut entries| entries.next().is_none()) {
            Ok(true) => Ok(()),
            Ok(false) => refuse("a folder with files in it stands there, and would be lost"),
            Err(why) => Err(WorldFault::io(out, "cannot look into it", &why)),
        },
    }
}

/// Writes a world.
///
/// # Errors
/// The place cannot be used, or the disk refused; nothing is left behind.
pub fn write_world(world: &World, truth: &Truth, out: &Path) -> Result<(), WorldFault> {
    let tables = tables(world, truth)
        .map_err(|why| WorldFault::io(out, "cannot make the tables", &io::Error::other(why)))?;
    write_files(out, &FILES, |i, to| write(&tables[i], to).map_err(io::Error::other))
}

/// Writes files into a new folder, all or none; `write` is given each file's place in the list.
pub(crate) fn write_files(
    out: &Path,
    names: &[&str],
    write: impl Fn(usize, &mut (dyn Write + Send)) -> io::Result<()>,
) -> Result<(), WorldFault> {
    check_out(out)?;
    let fault = |why: io::Error| WorldFault::io(out, "cannot write the folder", &why);
    let fresh = tempfile::Builder::new().prefix(".claque-").tempdir_in(parent(out)).map_err(fault)?;
    for (i, name) in names.iter().enumerate() {
        let mut to = BufWriter::new(File::create(fresh.path().join(name)).map_err(fault)?);
        write(i, &mut to).map_err(fault)?;
        to.flush().map_err(fault)?;
        to.get_ref().sync_all().map_err(fault)?;
    }
    readable(fresh.path()).map_err(fault)?;
    // An empty folder gives way to it; one that was filled meanwhile does not.
    if out.is_dir() {
        fs::remove_dir(out).map_err(fault)?;
    }
    fs::rename(fresh.path(), out).map_err(fault)?;
    // It has moved: there is nothing left to take away.
    let _ = fresh.keep();
    Ok(())
}

fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Temporary folders are closed to others; a world is as open as any folder that one makes.
#[cfg(unix)]
fn readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Recipe;

    const TEXT: &str = "about = \"x\"\nfamily = \"long\"\nseed = 1\ndays = 30\npeople = 300\npages = 100\n\
        [[behaviour]]\nis = \"directed\"\naccounts = 60\n[[behaviour]]\nis = \"viral\"\ntimes = 2\npeople = 50\n";

    fn bytes(seed: u64) -> Vec<Vec<u8>> {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("world");
        let world = Recipe::read("x", TEXT).unwrap().make(seed);
        write_world(&world, &Truth::of(&world), &out).unwrap();
        let left: Vec<_> = fs::read_dir(scratch.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing else is left");
        assert_eq!(fs::read_dir(&out).unwrap().count(), FILES.len());
        FILES.map(|name| fs::read(out.join(name)).unwrap()).to_vec()
    }

    #[test]
    fn the_same_recipe_and_seed_are_the_same_bytes() {
        assert_eq!(bytes(4), bytes(4));
        let (a, b) = (bytes(4), bytes(5));
        assert!(a.iter().zip(&b).all(|(a, b)| a != b), "another seed changes every file");
    }

    #[test]
    fn nothing_that_stands_there_is_lost() {
        let scratch = tempfile::tempdir().unwrap();
        let world = Recipe::read("x", TEXT).unwrap().make(1);
        let truth = Truth::of(&world);
        let full = scratch.path().join("full");
        fs::create_dir(&full).unwrap();
        fs::write(full.join("mine"), "x").unwrap();
        for place in [&full, &full.join("mine"), &scratch.path().join("a/b")] {
            assert!(write_world(&world, &truth, place).is_err(), "{}", place.display());
        }
        assert_eq!(fs::read(full.join("mine")).unwrap(), b"x");
        let empty = scratch.path().join("empty");
        fs::create_dir(&empty).unwrap();
        write_world(&world, &truth, &empty).unwrap();
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 2);
    }
}
