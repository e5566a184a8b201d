"""A model as a folder: weights without pickle, everything else as JSON, and a card for people."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from classifiers.features import TextFeatures
from classifiers.linear import LinearHead
from classifiers.model import DANGER, DISPOSITION, EMERGENCY, HEADS, NO, YES, Card, Model
from classifiers.model_card import model_card
from classifiers.thirds import Leaves, Thirds
from classifiers.view_folder import head_of, head_settings, view_arrays, view_of, view_settings
from hotline.errors import DataFileError
from hotline.matter import Disposition, EmergencyKind

FORMAT = "jiesu-model-1"
WEIGHTS, SETTINGS, CARD = "weights.npz", "model.json", "MODEL_CARD.md"

_KNOWN: dict[str, set[str]] = {DISPOSITION: set(Disposition), DANGER: set(EmergencyKind), EMERGENCY: {YES, NO}}
"""What these heads may say: the screen and the conversation act on their labels. Those of others are a city's own."""

_FEWEST = 2
"""A head that can say one thing only decides nothing."""

Arrays = dict[str, NDArray[Any]]


def save_model(model: Model, folder: Path) -> Model:
    """Write a model's folder, and give the model back as it will be loaded: with its hash, its weights rounded."""
    folder.mkdir(parents=True, exist_ok=True)
    stream = BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **_arrays(model))
    blob = stream.getvalue()
    settings = _settings(model, sha256(blob).hexdigest())
    (folder / WEIGHTS).write_bytes(blob)
    (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / CARD).write_text(model_card(model), encoding="utf-8")
    return load_model(folder)


def load_model(folder: Path) -> Model:
    """Read a model's folder.

    Raises:
        DataFileError: a file is missing, is no model of this program, or is not what its hash says.
    """
    settings = _read_settings(folder / SETTINGS)
    path = folder / WEIGHTS
    try:
        blob = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DataFileError(path, 0, "missing") from error
    if sha256(blob).hexdigest() != settings.get("sha256"):
        raise DataFileError(path, 0, "wrong_hash")
    try:
        with np.load(BytesIO(blob), allow_pickle=False) as stored:
            return _model(settings, {name: stored[name] for name in stored.files})
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, BadZipFile) as error:
        raise DataFileError(folder / SETTINGS, 0, "broken_model", detail=str(error)) from error


def _read_settings(path: Path) -> dict[str, Any]:
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DataFileError(path, 0, "missing") from error
    except ValueError as error:
        raise DataFileError(path, 0, "not_json", detail=str(error)) from error
    if not isinstance(settings, dict) or settings.get("format") != FORMAT:
        raise DataFileError(path, 0, "foreign_model", expected=FORMAT)
    return settings


def _arrays(model: Model) -> Arrays:
    leaves = list(model.thirds.leaves.values())
    return {
        "names": np.frombuffer("\n".join(model.features.names_).encode(), np.uint8),
        "idf": model.features.idf_.astype(np.float32),
        "weights": model.weights.astype(np.float16),
        "bias": model.bias.astype(np.float32),
        "leaf_places": _stacked([each.places for each in leaves]).astype(np.int32),
        "leaf_values": _stacked([each.values for each in leaves]).astype(np.float16),
        "leaf_bias": np.array([number for each in leaves for number in each.bias], np.float32),
        **view_arrays(model.second),
    }


def _stacked(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros((0, 1))


def _settings(model: Model, digest: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": model.card.version,
        "sha256": digest,
        "data_hash": model.card.data_hash,
        "data_date": model.card.data_date,
        "rows": model.card.rows,
        "features": {
            "pieces": "characters 1-3 and words",
            "count": len(model.features.names_),
            "min_documents": model.features.min_documents,
            "most": model.features.most,
        },
        "heads": {name: {"labels": list(head.labels)} | head_settings(head) for name, head in model.heads.items()},
        "thirds": {second: list(leaves.names) for second, leaves in model.thirds.leaves.items()},
        "second_view": view_settings(model.second),
        "scores": {name: dict(scores) for name, scores in model.card.scores.items()},
    }


def _model(settings: Mapping[str, Any], arrays: Arrays) -> Model:
    kept = settings["features"]
    names = bytes(arrays["names"]).decode().split("\n")
    features = TextFeatures(min_documents=kept["min_documents"], most=kept["most"])
    features.learned(names, arrays["idf"].astype(np.float32))
    heads = {name: _head(name, stored) for name, stored in settings["heads"].items()}
    weights = arrays["weights"]
    expected = (len(names), sum(head.width for head in heads.values()))
    if weights.shape != expected or arrays["idf"].shape != expected[:1] or arrays["bias"].shape != expected[1:]:
        raise ValueError(f"weights of shape {weights.shape} instead of {expected}")
    if not isinstance(settings["version"], str) or not settings["version"].strip():
        raise ValueError(f"version {settings['version']!r}")
    card = Card(
        version=settings["version"],
        data_hash=settings["data_hash"],
        data_date=settings["data_date"],
        rows=settings["rows"],
        scores=settings["scores"],
    )
    thirds = _thirds(settings["thirds"], arrays, len(names))
    second = view_of(settings.get("second_view"), arrays, heads)
    digest = settings["sha256"]
    return Model(features, weights, arrays["bias"], heads, thirds=thirds, card=card, digest=digest, second=second)


def _head(name: str, stored: Mapping[str, Any]) -> LinearHead:
    labels = stored["labels"]
    if name not in HEADS:
        raise ValueError(f"head {name} instead of one of {'、'.join(HEADS)}")
    if not all(isinstance(label, str) and label.strip() for label in labels) or len(labels) < _FEWEST:
        raise ValueError(f"labels of {name}: at least {_FEWEST} texts")
    strange = set(labels) - _KNOWN.get(name, set(labels))
    if strange or len(set(labels)) != len(labels):
        raise ValueError(f"labels of {name}: {'、'.join(sorted(strange)) or 'one twice'}")
    return head_of(tuple(stored["labels"]), stored)


def _thirds(stored: Mapping[str, list[str]], arrays: Arrays, size: int) -> Thirds:
    values, leaves, begin = arrays["leaf_values"].astype(np.float32), {}, 0
    for second, names in stored.items():
        mine = slice(begin, begin + len(names))
        leaves[second] = Leaves(tuple(names), arrays["leaf_places"][mine], values[mine], arrays["leaf_bias"][mine])
        begin = mine.stop
    if begin != len(values):
        raise ValueError(f"{len(values)} leaves instead of {begin}")
    return Thirds(leaves, size)
