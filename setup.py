"""Compiles the translations into what is built; everything else stands in pyproject.toml."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

CATALOGUES = "webapp/translations/*/LC_MESSAGES/*.po"


class BuildWithTranslations(build_py):
    """A build whose catalogues are always those of its sources, compiled before or not."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for source in Path().glob(CATALOGUES):
            compiled = Path(self.build_lib) / source.with_suffix(".mo")
            compiled.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as texts, compiled.open("wb") as file:
                write_mo(file, read_po(texts))


setup(cmdclass={"build_py": BuildWithTranslations})
