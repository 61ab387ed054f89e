"""How the program is frozen: one folder by PyInstaller, from a stamped copy of the sources, without what it never uses."""

import shutil
import subprocess
import sys
from pathlib import Path

import yorisoi_tool
from yorisoi_tool.build.stamp import Facts, stamped

NAME = "yorisoi"
NEVER_SHIPPED = ("testing", "build", "__pycache__")
# Pulled in by what we use, and used by nobody here.
LEFT_OUT = (
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtSvg",
    "PySide6.QtTest",
    "PySide6.QtXml",
    "PIL",
    "matplotlib",
    "numpy.f2py",
    "numpy.testing",
    "pytest",
    "hypothesis",
    "setuptools",
    "sqlite3",
    "tkinter",
    "unittest",
    "yorisoi_protocol.testing",
    "yorisoi_tool.testing",
)
LEFT_OUT_FILES = (
    "translations",
    "libgtk-3",
    "libQt6Network",
    "libQt6Qml",
    "libQt6Quick",
    "libQt6VirtualKeyboard",
    "libQt6Pdf",
    "libqtvirtualkeyboard",
    "libqpdf",
)
# Folders of Qt's plugins that bring input from elsewhere, or the network, into the window.
LEFT_OUT_PLUGINS = ("egldeviceintegrations", "generic", "networkinformation", "tls")
PLATFORMS = (
    "libqxcb",
    "libqwayland",
)  # the screen that is looked at; the other one is for the sentence that none can be
START = "import sys\n\nfrom yorisoi_tool.main import main\n\nsys.exit(main())\n"


class BuildFailed(Exception):
    """The freezer did not make a program; the text holds the end of what it said."""


def build(facts: Facts, work: Path, into: Path) -> Path:
    """Freezes the program for `facts`. Answers the executable, inside a folder of its own under `into`.

    `work` is a scratch folder. Raises BadFact and BuildFailed.
    """
    text = stamped(facts)
    sources = work / "sources"
    package = sources / "yorisoi_tool"
    shutil.rmtree(sources, ignore_errors=True)
    shutil.copytree(Path(yorisoi_tool.__file__).parent, package, ignore=shutil.ignore_patterns(*NEVER_SHIPPED))
    (package / "built_in.py").write_text(text, "utf-8")
    start = sources / "start.py"
    start.write_text(START, "utf-8")
    command = [
        sys.executable,
        *("-m", "PyInstaller", "--noconfirm", "--onedir", "--windowed", "--log-level", "WARN"),
        *("--name", NAME, "--paths", str(sources)),
        *("--distpath", str(into), "--workpath", str(work / "pyinstaller"), "--specpath", str(work)),
        *("--add-data", f"{package / 'locale'}:yorisoi_tool/locale"),
        *(word for module in LEFT_OUT for word in ("--exclude-module", module)),
        str(start),
    ]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    executable = into / NAME / NAME
    if done.returncode or not executable.exists():
        raise BuildFailed(done.stderr[-2_000:])
    _leave_out(executable.parent)
    return executable


def _leave_out(folder: Path) -> None:
    """Takes away libraries and texts that came along but are never loaded, and every other way to show a window."""
    for path in sorted(folder.rglob("*"), reverse=True):
        group = path.parent.name
        left_out = (
            path.name.startswith(LEFT_OUT_FILES)
            or (group == "plugins" and path.name in LEFT_OUT_PLUGINS)
            or (group == "platforms" and not path.name.startswith(PLATFORMS))
        )
        if not left_out:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
