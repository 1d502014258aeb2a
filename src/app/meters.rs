//! The process's metrics. Knows nothing of what is counted.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// The process's metrics: made once, whoever asks first.
fn prometheus() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            PrometheusBuilder::new()
                .install_recorder()
                .inspect_err(|broken| tracing::error!(%broken, "no metrics"))
                .ok()
        })
        .as_ref()
}

/// Starts the metrics recorder; call once, before anything counts.
pub fn start_metrics() {
    if let Some(handle) = prometheus() {
        handle.run_upkeep();
    }
}

/// What `/metrics` answers; empty where there is no recorder.
pub(super) fn rendered() -> String {
    prometheus().map(PrometheusHandle::render).unwrap_or_default()
}
