"""Pictures of the ten digits, drawn once in the fonts a window may use, for `eyes` to compare with."""

import os

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from yorisoi_practice.eyes import shape

FAMILIES = ("", "Noto Sans CJK JP", "DejaVu Sans")  # the first is the system's own
SIZE = 96


def digit_shapes() -> dict[str, list[NDArray[np.float64]]]:
    """For each digit its shape in each font, bold as the pass is."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # fonts without a display
    drawing = QGuiApplication.instance() or QGuiApplication([])
    shapes = {digit: [shape(_draw(digit, family)) for family in FAMILIES] for digit in "0123456789"}
    del drawing
    return shapes


def _draw(digit: str, family: str) -> NDArray[np.bool_]:
    image = QImage(SIZE * 2, SIZE * 2, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = QFont(family) if family else QFont()
    font.setPixelSize(SIZE)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("black"))
    painter.drawText(QPoint(SIZE // 2, SIZE * 3 // 2), digit)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return pixels[:, : image.width()] < 128
