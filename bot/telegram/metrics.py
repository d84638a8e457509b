"""An endpoint for Prometheus, for operators who set NOTICEBOT_METRICS_LISTEN; needs the `metrics` extra."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.settings import SettingError
from bot.telegram.counters import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.core import Metric

    from bot.telegram.counters import Counters


@contextlib.contextmanager
def measured(address: str | None, counters: Counters, queues: Callable[[], dict[str, int]]) -> Iterator[None]:
    """Serve the counters at host:port while the block runs; without an address do nothing. SettingError when it cannot be."""
    if address is None:
        yield
        return
    try:
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415 - of an extra
    except ImportError as error:
        raise SettingError("NOTICEBOT_METRICS_LISTEN is set; install noticebot[metrics]") from error
    registry = CollectorRegistry()
    registry.register(_Collector(counters, queues))
    host, _, port = address.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host, registry)
    except OSError as error:
        raise SettingError(f"NOTICEBOT_METRICS_LISTEN: nobody can listen on {address}") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Collector:
    """Shows the counters as they are when they are asked for."""

    def __init__(self, counters: Counters, queues: Callable[[], dict[str, int]]) -> None:
        self._counters, self._queues = counters, queues

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import (  # noqa: PLC0415 - of an extra
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        held = self._counters
        for name, told, value in (
            ("updates_handled", "Updates handled", held.handled),
            ("updates_set_aside", "Malformed updates, and those whose handling failed", held.set_aside + held.without_id),
            ("messages_sent", "Calls that had their effect", held.sent),
            ("send_failures", "Calls that failed, repeated ones included", held.failed),
            ("send_limited", "Calls that passed a limit of Telegram's", held.limited),
            ("send_ambiguous", "Calls nobody knows the effect of", held.ambiguous),
        ):
            yield CounterMetricFamily(f"noticebot_{name}", told, value)
        replies = CounterMetricFamily("noticebot_replies", "Replies by kind", labels=["kind"])
        for kind, count in sorted(held.replies.items()):
            replies.add_metric([kind], count)
        yield replies
        waiting = GaugeMetricFamily("noticebot_waiting", "What waits in memory", labels=["queue"])
        for name, length in self._queues().items():
            waiting.add_metric([name], length)
        yield waiting
        took = HistogramMetricFamily("noticebot_answer_seconds", "From an update's arrival to its answer's")
        total, buckets = 0, []
        for bound in (*BUCKETS, float("inf")):
            total += held.took[bound]
            buckets.append(("+Inf" if bound == float("inf") else str(bound), total))
        took.add_metric([], buckets, held.took_seconds)
        yield took
