"""Long texts of our own making: sentences of few words, told apart by their figures."""

import random

Pairs = list[tuple[tuple[int, ...], tuple[int, ...]]]

NOUNS = (("项目", "projects"), ("道路", "roads"), ("学校", "schools"), ("桥", "bridges"), ("公园", "parks"))


def plan(sentences: int, translated: float, seed: int) -> tuple[list[str], list[str], Pairs]:
    """A text and its translation, with the alignment.

    Args:
        sentences: Chinese sentences.
        translated: Share of them that is translated; what is left out is left out in runs of 1 to 60.
        seed: Of the choices.
    """
    dice = random.Random(seed)
    source: list[str] = []
    target: list[str] = []
    pairs: Pairs = []
    kept, left = True, 0
    for i in range(sentences):
        if not left:
            kept = dice.random() < translated
            left = dice.randint(1, 60)
        left -= 1
        chinese, english = dice.choice(NOUNS)
        first, second = dice.randint(11, 99), dice.randint(1_001, 99_999)
        source.append(f"完成{first}个{chinese}，投资{second}万元。")
        if not kept:
            pairs.append(((i,), ()))
        elif dice.random() < 0.15:
            pairs.append(((i,), (len(target), len(target) + 1)))
            target += [f"There are {first} {english}.", f"They cost {second * 10_000:,} yuan."]
        else:
            pairs.append(((i,), (len(target),)))
            target.append(f"{first} {english} were finished with {second * 10_000:,} yuan.")
    return source, target, pairs
