"""The star is drawn for four focus areas, and its words stay inside the petals."""

from itertools import pairwise

from engage.overview.star_layout import CHARACTERS, LINE, goal_lines, petals

TITLES = ["Vores vækst", "Vores fællesskaber", "Vores børn og unge", "Vores natur og grønne omstilling"]


def test_long_titles_are_broken_into_lines_in_order() -> None:
    last = petals(TITLES)[3]
    assert [line for _y, line in last.lines] == ["Vores natur og", "grønne omstilling"]
    assert all(after[0] - before[0] == LINE for before, after in pairwise(last.lines))
    assert last.count_y == last.lines[-1][0] + LINE


def test_lines_are_of_about_the_same_length() -> None:
    assert [line for _y, line in petals(TITLES)[2].lines] == ["Vores børn", "og unge"]


def test_every_petal_is_the_same_shape_turned_a_quarter() -> None:
    assert [petal.turn for petal in petals(TITLES)] == [0, 90, 180, 270]
    assert all(len(line) <= CHARACTERS for petal in petals(TITLES) for _y, line in petal.lines)


def test_another_number_of_focus_areas_is_left_to_the_list() -> None:
    assert petals(TITLES[:3]) == []


def test_the_goal_stands_around_the_middle() -> None:
    lines = goal_lines("At skabe et Vesthimmerland, der er et godt sted at leve for alle")
    assert " ".join(line for _y, line in lines) == "At skabe et Vesthimmerland, der er et godt sted at leve for alle"
    assert abs((lines[0][0] + lines[-1][0]) / 2 - 360) < 15
