"""How values go to other processes and into what is kept: reports are many, and each has thousands of parts."""

from __future__ import annotations

from typing import Any, ClassVar


class Plain:
    """Pickled by its fields, not by what was worked out from them."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Small:
    """Pickled as a call with its fields: of such things there are thousands, and no other way is as fast."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__dataclass_fields__)
