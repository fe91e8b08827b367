//! Whether a shader that someone has written counts what it should: the CPU counts the same points,
//! in the same run, and the two integers are compared.

use super::tally::Tally;
use crate::contract::Error;
use crate::engine::Context;
use crate::pi::{Generator, Serial, Slice, run};
use std::ops::ControlFlow;

/// The most points that are counted again: one thread has them in about a second. Of a longer run
/// the points at its beginning are compared.
const MOST_POINTS: u64 = 200_000_000;

/// Compares what a shader has counted with the reference, prints the verdict, and puts it into the
/// metrics: `matches_reference`, `compared_points`, `reference_inside`.
///
/// # Errors
/// [`Error::Cancelled`].
pub(crate) async fn compare(
    context: &Context,
    generator: Generator,
    seed: u64,
    tally: &Tally<'_>,
) -> Result<(), Error> {
    // The way holds the first slice, which is shorter than MOST_POINTS, and more after it.
    let mut on_the_way = tally.convergence.iter();
    let Some(shader) = on_the_way.rfind(|step| step.points <= MOST_POINTS) else {
        context.print("verdict: none, since nothing that the CPU could count again was counted");
        return Ok(());
    };
    let mut cpu = Serial::new(generator, seed);
    let listen = async |_: Slice| match context.breathe().await {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    let Ok(reference) = run(&mut cpu, 0..shader.points, listen).await;
    context.check()?;

    let matches = shader.inside == reference.inside;
    context.metric("matches_reference", matches);
    context.metric("compared_points", shader.points);
    context.metric("reference_inside", reference.inside);
    let whole = shader.points == tally.points;
    let which = match whole {
        true => format!("{} points", shader.points),
        false => format!("the first {} points", shader.points),
    };
    let others = match whole {
        true => "",
        false => "; the others were not compared",
    };
    context.print(match matches {
        true => format!(
            "verdict: the shader and the reference both count {} of {which} inside{others}",
            shader.inside
        ),
        false => format!(
            "verdict: of {which} the shader counts {} inside, the reference {}: they do not match",
            shader.inside, reference.inside
        ),
    });
    Ok(())
}
