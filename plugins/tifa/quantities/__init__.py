"""Numbers, units and dates of Chinese and English text as comparable values.

A figure survives translation better than any word, but seldom in the same shape: 26.8亿元 is *2.68 billion yuan*,
39.5万 is *395,000*, 百分之七十 is *70 percent*, 第十三届 is *13th*. Both readers here give a figure as a
`Quantity`, whose `value` has all multipliers applied, and `alike` says whether two of them may be the same figure.

What the readers leave alone:

- Signs and words of direction: 下降48.5% and *a drop of 48.5%* are both 48.5.
- Words of vagueness: 440余项, *more than 440* and *440* are all 440.
- Conversions between units: 1公里 is not *1,000 metres*; `unit` tells.
- Numerals in names. 五四 and 八一 are no numbers; 十三五 is the 13th Five-Year Plan and gives the ordinal 13.
- Codes in which letters and digits touch, such as 5G or N95.
"""

from tifa.quantities.chinese import chinese_quantities
from tifa.quantities.english import english_quantities
from tifa.quantities.figures import Kind, Quantity, alike

__all__ = ["Kind", "Quantity", "alike", "chinese_quantities", "english_quantities"]
