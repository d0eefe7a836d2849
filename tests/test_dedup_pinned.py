"""What a store keeps depends on the code: where a result changes, its version must change with it.

A key that is made otherwise finds nothing that was stored before; a decision that falls otherwise is decided
anew by `muster dedup --rerun` only where the version of the rules has risen. Where the texts themselves have
changed, the digest is pinned anew and no version rises.
"""

from collections.abc import Iterable
from hashlib import blake2b

from storage.dedup import PARAMETERS, RULES, Document, compare, prepare
from tests.hard_copies import copies, document, paragraphs, reports
from tests.hard_series import series
from tests.test_dedup_texts import OTHERS, SCRIPTS

# PARAMETERS["tokens"], digest of the texts, digest of their tokens and keys.
KEYS = (1, "734735b97d76", "0966ef257bc5")

# RULES, digest of the texts, digest of the decisions on them.
DECISIONS = (3, "b96e808b620b", "974c4db74425")


def _digest(parts: Iterable[bytes]) -> str:
    return blake2b(b"\0".join(parts), digest_size=6).hexdigest()


def _documents() -> list[Document]:
    texts = [*SCRIPTS.values(), *OTHERS.values(), "", "Too short.", "Ein kurzer Text über den Hafen. " * 4]
    reported = [document(story, paragraphs(story)) for story in reports()]
    return [*reported, *(Document.of("Kurz", text) for text in texts)]


def test_keys_change_with_their_parameters() -> None:
    documents = _documents()
    texts = _digest(each.text.encode() for each in documents)
    keys = _digest(
        part
        for each in documents
        for part in (each.tokens.tobytes(), each.text_hash, each.signature.tobytes(), each.keys.tobytes())
    )
    assert (PARAMETERS["tokens"], texts, keys) == KEYS


def test_decisions_change_with_the_version_of_the_rules() -> None:
    pairs = [*copies(), *series()]
    texts = _digest(f"{each.title} {each.text}".encode() for pair in pairs for each in (pair.a, pair.b))
    matches = (compare(pair.a, pair.b) for pair in pairs)
    told = _digest(f"{match.rule} {match.score:.2f} {match.margin:.2f}".encode() for match in matches)
    assert (RULES, texts, told) == DECISIONS


def test_documents_prepared_together_are_as_they_are_alone() -> None:
    together, alone = _documents(), _documents()
    prepare(together)
    for a, b in zip(together, alone, strict=True):
        assert (a.tokens.tolist(), a.keys.tolist()) == (b.tokens.tolist(), b.keys.tolist())
        assert a.text_hash == b.text_hash
