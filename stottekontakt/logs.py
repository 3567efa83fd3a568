"""The program's own log lines as JSON: message, level, time and trace, never local variables."""

from __future__ import annotations

import structlog


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    def __init__(self) -> None:
        exceptions = structlog.processors.ExceptionRenderer(
            # Local variables hold names and numbers of people.
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                exceptions,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        )
