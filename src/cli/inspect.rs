//! stub until merged
#[derive(Debug, clap::Args)]
/// stub
pub struct InspectArgs {}
/// stub
pub fn run(_a: InspectArgs, _i: impl std::io::BufRead, _o: impl std::io::Write) -> anyhow::Result<()> {
    Ok(())
}
