"""The model separates labels, is the same at every fit, and can say what spoke for a label."""

from __future__ import annotations

import numpy as np
import pytest

from bot.matching.linear import (
    EXPLAINING,
    MANY_LABELS,
    MOST_FEATURES,
    Encoded,
    Features,
    LinearModel,
    Lines,
    encode,
    fit,
    softmax,
)

LINES = [
    ({"word": ["install", "docker"]}, "install"),
    ({"word": ["set", "docker"]}, "install"),
    ({"word": ["list", "container"]}, "list"),
    ({"word": ["show", "container"]}, "list"),
    ({"word": ["lunch"]}, "none"),
]
KNOWN = Features.of(encode({"word": ["a", "b", "c", "d"], "concept": ["a"]}))


def read(groups: dict[str, list[str]], features: Features = KNOWN) -> Lines:
    return features.read(encode(groups))[0]


def model() -> LinearModel:
    return fit([encode(groups) for groups, _ in LINES], [label for _, label in LINES])


def test_labels_are_sorted_and_stand_once() -> None:
    assert model().labels == ("install", "list", "none")


@pytest.mark.parametrize(("groups", "label"), LINES)
def test_every_line_it_was_fitted_on_is_its_own_label(groups: dict[str, list[str]], label: str) -> None:
    fitted = model()
    assert fitted.labels[int(fitted.probabilities(groups).argmax())] == label


def test_shares_sum_to_one() -> None:
    assert float(model().probabilities({"word": ["container", "docker"]}).sum()) == pytest.approx(1.0)


def test_the_same_lines_give_the_same_weights() -> None:
    assert np.array_equal(model().weights, model().weights)
    assert np.array_equal(model().bias, model().bias)


def test_the_order_of_the_lines_does_not_matter() -> None:
    backwards = fit([encode(groups) for groups, _ in LINES[::-1]], [label for _, label in LINES[::-1]])
    assert np.allclose(backwards.weights, model().weights)


def test_a_line_more_changes_next_to_nothing_about_the_others() -> None:
    said = [
        ({"word": [f"w{(number * step) % 211}" for step in (1, 7, 31)]}, f"entry-{number % 7}")
        for number in range(1000)
    ]
    more = [*said[:500], ({"word": ["unheard of"]}, "entry-3"), *said[500:]]
    before, after = (
        fit([encode(one) for one, _ in some], [label for _, label in some]) for some in (said, more)
    )
    changes = [np.abs(before.probabilities(one) - after.probabilities(one)).max() for one, _ in said]
    assert max(changes) < 0.01


def test_a_text_without_features_is_judged_by_the_bias_alone() -> None:
    fitted = model()
    assert np.allclose(fitted.probabilities({"word": []}), softmax(fitted.bias[None, :])[0])


def test_a_telling_word_speaks_for_its_label() -> None:
    contributions = {name: value for _, name, value in model().contributions({"word": ["container"]}, "list")}
    assert contributions["container"] > 0


def test_a_word_of_another_label_speaks_against() -> None:
    contributions = {name: value for _, name, value in model().contributions({"word": ["lunch"]}, "list")}
    assert contributions["lunch"] < 0


def test_character_grams_are_not_told_as_reasons() -> None:
    groups = {"gram": ["dock"], "word": ["docker"]}
    assert {group for group, _, _ in model().contributions(groups, "list")} <= set(EXPLAINING)


def test_features_of_a_group_weigh_together_as_much_as_one_alone() -> None:
    alone, four = read({"word": ["a"]}), read({"word": ["a", "b", "c", "d"]})
    assert float(np.square(alone.values).sum()) == pytest.approx(float(np.square(four.values).sum()))


def test_every_feature_has_a_row_of_its_own() -> None:
    line = encode({"word": [f"w{number}" for number in range(500)]})
    rows = Features.of(line).read(line)[0].rows
    assert sorted(rows) == list(range(500))


def test_the_same_name_in_two_groups_is_two_features() -> None:
    assert read({"word": ["a"]}).rows != read({"concept": ["a"]}).rows


def test_what_no_line_had_is_left_out() -> None:
    alone, beside = read({"word": ["a"]}), read({"word": ["a", "unheard of"]})
    assert beside.rows.tolist() == alone.rows.tolist()
    assert beside.values.tolist() == alone.values.tolist()


def test_what_no_line_had_is_not_told_as_a_reason() -> None:
    told = model().contributions({"word": ["unheard of", "container"]}, "list")
    assert [name for _, name, _ in told] == ["container"]


def test_a_rare_feature_counts_more_than_a_common_one() -> None:
    lines = [encode({"word": ["docker", "rare"]}), *[encode({"word": ["docker"]})] * 9]
    features = Features.of(Encoded.together(lines))
    rare, common = (
        float(features.rarity[read({"word": [word]}, features).rows][0]) for word in ("rare", "docker")
    )
    assert rare > common


def test_of_too_many_features_the_commonest_are_known() -> None:
    many = encode({"word": [f"w{number}" for number in range(MOST_FEATURES)]})
    features = Features.of(
        Encoded.together([many, encode({"word": ["common"]}), encode({"word": ["common"]})])
    )
    assert len(features.slots) == MOST_FEATURES
    assert len(read({"word": ["common"]}, features).rows) == 1


def test_lines_read_together_read_as_they_do_alone() -> None:
    lines = [{"word": ["a", "b"]}, {"word": []}, {"concept": ["a"], "word": ["d"]}]
    together, _ = KNOWN.read(Encoded.together(map(encode, lines)))
    alone = [read(line) for line in lines]
    assert together.rows.tolist() == [row for line in alone for row in line.rows]
    assert together.values.tolist() == pytest.approx([value for line in alone for value in line.values])
    assert together.lengths.tolist() == [2, 0, 2]


def test_huge_logits_do_not_overflow() -> None:
    shares = softmax(np.array([[1e30, 0.0, -1e30]], dtype=np.float32))
    assert shares.tolist() == [[1.0, 0.0, 0.0]]


def test_thousands_of_labels_are_told_apart_too() -> None:
    names = [f"entry-{number}" for number in range(2 * MANY_LABELS)]
    groups = {name: {"word": [name, f"half-{number // 2}"]} for number, name in enumerate(names)}
    fitted = fit([encode(groups[name]) for name in names], names)
    found = {name: fitted.labels[int(fitted.probabilities(groups[name]).argmax())] for name in names}
    assert found == {name: name for name in names}
