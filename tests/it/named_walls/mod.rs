//! Named walls: seeded by the configuration, kept on the desk, shown to visitors, gone when they are removed.

mod desk;
mod pages;
mod stored;
