"""Differences between two texts: what is taken out and put in gives both texts back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.diff import Passage, diff

texts = st.lists(
    st.lists(
        st.sampled_from("the base was closed on Monday Tuesday by two fires".split()), min_size=1, max_size=9
    ).map(" ".join),
    max_size=5,
).map("\n\n".join)


def side(paragraphs, without):
    kept = [" ".join(p.text for p in paragraph if p.kind != without) for paragraph in paragraphs]
    return [text.split() for text in kept if text.strip()]


def test_an_edited_paragraph_shows_the_words_that_changed():
    before = "Two crews flew home on Monday after the exercise.\n\nNobody was hurt."
    after = "Two crews flew home on Tuesday after the exercise.\n\nNobody was hurt.\n\nA third crew follows."
    assert diff(before, after) == [
        [
            Passage("same", "Two crews flew home on"),
            Passage("removed", "Monday"),
            Passage("added", "Tuesday"),
            Passage("same", "after the exercise."),
        ],
        [Passage("same", "Nobody was hurt.")],
        [Passage("added", "A third crew follows.")],
    ]


def test_another_paragraph_is_no_edit():
    assert diff("The bridge is closed to traffic.", "Divers found the wreck at dawn.") == [
        [Passage("removed", "The bridge is closed to traffic.")],
        [Passage("added", "Divers found the wreck at dawn.")],
    ]


@settings(max_examples=150)
@given(texts, texts)
def test_either_text_can_be_read_from_the_differences(before, after):
    paragraphs = diff(before, after)
    assert side(paragraphs, "added") == [paragraph.split() for paragraph in before.split("\n\n") if paragraph]
    assert side(paragraphs, "removed") == [
        paragraph.split() for paragraph in after.split("\n\n") if paragraph
    ]
