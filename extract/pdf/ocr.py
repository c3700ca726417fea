"""The picture of a printed line → its characters, by RapidOCR with the models in its package; nothing is fetched."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import rapidocr
from rapidocr import RapidOCR

from extract.pdf.picture import Pixels
from extract.text import HAN

_FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")


@dataclass(frozen=True)
class Reading:
    """What a picture says: characters, each with its middle as a share of the picture's width, and 0–1 how surely."""

    text: str
    middles: tuple[float, ...]
    confidence: float


@cache
def _engine() -> RapidOCR:
    model = next((Path(rapidocr.__file__).parent / "models").glob("*_rec_*.onnx"))
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_preprocess_img": False,
            "Rec.model_path": str(model),
            "Rec.rec_img_shape": [3, 48, 48],
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
        }
    )


def recognise(pictures: Sequence[Pixels]) -> list[Reading]:
    """What each grey picture of one line says; as many at a time as there are processors."""
    _engine()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return list(pool.map(_recognise, pictures))


def _recognise(grey: Pixels) -> Reading:
    picture = np.repeat(grey[:, :, np.newaxis], 3, axis=2)
    result: Any = _engine()(picture, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = result.txts[0] if result.txts else ""
    info = result.word_results[0] if text.strip() else None
    if info is None:
        return Reading("", (), 0.0)
    columns = [column for word in info.word_cols for column in word]
    middles = tuple((column + 0.5) / info.line_txt_len for column in columns)
    return Reading(_chinese_marks("".join(text.split())), middles, float(result.scores[0]))


def _chinese_marks(text: str) -> str:
    """Marks beside Chinese in the width that they have there; recognition does not tell the two apart.

    A bracket is as wide as its other half, and what lies between two figures is no 一.
    """
    beside = f"(?<=[{HAN}”》）])[,;:!?()]|[,;:!?()](?=[{HAN}“《（])"
    text = re.sub(beside, lambda mark: mark.group().translate(_FULL_WIDTH), text)
    text = re.sub(r"\((?=[^()（）]*(?:）|$))", "（", text)
    text = re.sub(r"(（[^()（）]*)\)", r"\1）", text)
    return re.sub(r"(?<=\d)[一—–ー](?=\d|$)|^[一—–ー](?=\d)", "-", text)
