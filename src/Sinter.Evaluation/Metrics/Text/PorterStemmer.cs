namespace Sinter.Evaluation.Metrics;

/// <summary>
/// Cuts the endings of English words (Porter, "An algorithm for suffix stripping", 1980), with the additions that ROUGE is computed with today: a few irregular words, y that turns to i only after a consonant, and the
/// endings -fully and -logy. Words are in lower case.
/// </summary>
public static class PorterStemmer
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["sky"] = "sky",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["news"] = "news",
        ["innings"] = "inning",
        ["inning"] = "inning",
        ["outings"] = "outing",
        ["outing"] = "outing",
        ["cannings"] = "canning",
        ["canning"] = "canning",
        ["howe"] = "howe",
        ["proceed"] = "proceed",
        ["exceed"] = "exceed",
        ["succeed"] = "succeed",
    };

    // Tried in order; the first ending that fits decides, whether its stem is long enough or not.
    private static readonly (string Ending, string New)[] Second =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
        ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Ending, string New)[] Third =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Fourth =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a word.</summary>
    /// <param name="word">A word of letters and digits in lower case; one of one or two characters stays as it is.</param>
    public static string Stem(string word)
    {
        if (Irregular.TryGetValue(word, out var stem))
        {
            return stem;
        }

        return word.Length <= 2 ? word : Fifth(FourthStep(ThirdStep(SecondStep(FirstY(FirstEdIng(FirstPlural(word)))))));
    }

    private static string FirstPlural(string word) =>
        Ends(word, "sses") ? word[..^2]
        : Ends(word, "ies") ? word[..^(word.Length == 4 ? 1 : 2)]
        : Ends(word, "s") && !Ends(word, "ss") ? word[..^1]
        : word;

    private static string FirstEdIng(string word)
    {
        if (Ends(word, "ied"))
        {
            return word[..^(word.Length == 4 ? 1 : 2)];
        }

        if (Ends(word, "eed"))
        {
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        }

        var cut = Ends(word, "ed") && HasVowel(word.AsSpan(0, word.Length - 2)) ? 2 : Ends(word, "ing") && HasVowel(word.AsSpan(0, word.Length - 3)) ? 3 : 0;
        if (cut == 0)
        {
            return word;
        }

        var stem = word[..^cut];
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz"))
        {
            return stem + "e";
        }

        if (stem.Length >= 2 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1))
        {
            return stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1];
        }

        return Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string FirstY(string word) => word.Length > 2 && word[^1] == 'y' && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    private static string SecondStep(string word)
    {
        if (Ends(word, "alli") && Measure(word.AsSpan(0, word.Length - 4)) > 0)
        {
            return SecondStep(word[..^2]);
        }

        if (Ends(word, "logi"))
        {
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        }

        return Replaced(word, Second);
    }

    private static string ThirdStep(string word) => Replaced(word, Third);

    private static string FourthStep(string word)
    {
        foreach (var ending in Fourth)
        {
            if (Ends(word, ending))
            {
                var stem = word.AsSpan(0, word.Length - ending.Length);
                return Measure(stem) > 1 && (ending is not "ion" || (stem.Length > 0 && stem[^1] is 's' or 't')) ? stem.ToString() : word;
            }
        }

        return word;
    }

    private static string Fifth(string word)
    {
        if (Ends(word, "e"))
        {
            var stem = word.AsSpan(0, word.Length - 1);
            word = Measure(stem) is var measure && (measure > 1 || (measure == 1 && !EndsShort(stem))) ? stem.ToString() : word;
        }

        return Ends(word, "ll") && Measure(word.AsSpan(0, word.Length - 1)) > 1 ? word[..^1] : word;
    }

    private static string Replaced(string word, (string Ending, string New)[] rules)
    {
        foreach (var (ending, replacement) in rules)
        {
            if (Ends(word, ending))
            {
                var stem = word.AsSpan(0, word.Length - ending.Length);
                return Measure(stem) > 0 ? string.Concat(stem, replacement) : word;
            }
        }

        return word;
    }

    private static bool Ends(string word, string ending) => word.EndsWith(ending, StringComparison.Ordinal);

    // A y is a consonant at the start and after a vowel; runs of y take turns.
    private static bool IsConsonant(ReadOnlySpan<char> word, int at)
    {
        var consonant = true;
        var start = at;
        while (start > 0 && word[start] == 'y')
        {
            start--;
        }

        for (; start <= at; start++)
        {
            consonant = word[start] switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' => false,
                'y' => start == 0 || !consonant,
                _ => true,
            };
        }

        return consonant;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (var at = 0; at < stem.Length; at++)
        {
            if (!IsConsonant(stem, at))
            {
                return true;
            }
        }

        return false;
    }

    // How often consonants follow vowels.
    private static int Measure(ReadOnlySpan<char> stem)
    {
        var (measure, afterVowel, consonant) = (0, false, false);
        for (var at = 0; at < stem.Length; at++)
        {
            consonant = stem[at] switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' => false,
                'y' => at == 0 || !consonant,
                _ => true,
            };
            measure += consonant && afterVowel ? 1 : 0;
            afterVowel = !consonant;
        }

        return measure;
    }

    // Consonant, vowel, consonant other than w, x and y; or a word of a vowel and a consonant.
    private static bool EndsShort(ReadOnlySpan<char> word)
    {
        var last = word.Length - 1;
        return word.Length == 2 ? !IsConsonant(word, 0) && IsConsonant(word, 1)
            : word.Length > 2 && IsConsonant(word, last) && !IsConsonant(word, last - 1) && IsConsonant(word, last - 2) && word[last] is not ('w' or 'x' or 'y');
    }
}
