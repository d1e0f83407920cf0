"""How long each step took."""

import time


class Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self._started = self._mark = time.perf_counter()
        self._laps: dict[str, int] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(1000 * (now - self._mark))
        self._mark = now

    def laps(self) -> dict[str, int]:
        return {"total_ms": round(1000 * (self._mark - self._started)), **self._laps}
