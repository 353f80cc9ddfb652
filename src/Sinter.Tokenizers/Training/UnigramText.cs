using System.Text;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// The text that a Unigram model is trained on: stretches of characters that a piece may lie in, each once, with how often it was seen. Characters are
/// numbers from 1 by falling frequency; a 0 stands before, between and after the stretches.
/// </summary>
internal sealed class UnigramText
{
    /// <summary>What a stretch begins with where a space was.</summary>
    public const char SpaceMark = '▁';

    /// <summary>The longest stretch, in characters; it bounds what one lattice costs.</summary>
    public const int LongestStretch = 64;

    private const int AnyScript = -1;
    private const int LongVowelMark = 0x30FC;

    private static readonly int Han = UnicodeScript.Number("Han");
    private static readonly int Hiragana = UnicodeScript.Number("Hiragana");
    private static readonly int Inherited = UnicodeScript.Number("Inherited");
    private static readonly int Katakana = UnicodeScript.Number("Katakana");

    private readonly List<int> _characters = [0];
    private readonly List<int> _starts = [];
    private readonly List<long> _times = [];

    /// <summary>Takes the words over.</summary>
    /// <param name="words">The words, each with the mark of a space where one was.</param>
    /// <param name="alphabet">The characters that count; the others cut a word.</param>
    /// <param name="splitsByScript">Whether a change of script cuts a word too.</param>
    public UnigramText(CountedWords words, Rune[] alphabet, bool splitsByScript = true)
    {
        Alphabet = alphabet;
        var numbers = alphabet.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index + 1);
        var scripts = alphabet.ToDictionary(static rune => rune, rune => splitsByScript ? Script(rune) : AnyScript);
        var stretches = new WordCounter();
        for (var i = 0; i < words.Count; i++)
        {
            Cut(words.Word(i), words.Times(i), scripts, stretches);
        }

        var distinct = CountedWords.Of(stretches);
        for (var i = 0; i < distinct.Count; i++)
        {
            _starts.Add(_characters.Count);
            _times.Add(distinct.Times(i));
            foreach (var rune in CharacterAlphabet.Runes(distinct.Word(i)))
            {
                _characters.Add(numbers[rune]);
            }

            _characters.Add(0);
        }

        _starts.Add(_characters.Count);
        Characters = [.. _characters];
    }

    /// <summary>The character of each number, from 1.</summary>
    public Rune[] Alphabet { get; }

    /// <summary>All stretches, with a 0 between them.</summary>
    public int[] Characters { get; }

    /// <summary>How many stretches there are.</summary>
    public int Count => _times.Count;

    /// <summary>The place of a stretch in <see cref="Characters"/>.</summary>
    public int Start(int stretch) => _starts[stretch];

    /// <summary>A stretch.</summary>
    public ReadOnlySpan<int> Stretch(int stretch) => Characters.AsSpan(_starts[stretch]..(_starts[stretch + 1] - 1));

    /// <summary>How often a stretch was seen.</summary>
    public long Times(int stretch) => _times[stretch];

    /// <summary>A run of characters as text.</summary>
    public string Text(ReadOnlySpan<int> characters)
    {
        var text = new StringBuilder();
        foreach (var character in characters)
        {
            text.Append(Alphabet[character - 1].ToString());
        }

        return text.ToString();
    }

    /// <summary>
    /// Cuts a word where the script changes, as SentencePiece does, since a piece that mixes scripts, or letters with signs, is seldom a good one; the mark of a
    /// space goes with what follows.
    /// </summary>
    private static void Cut(ReadOnlySpan<byte> word, long times, Dictionary<Rune, int> scripts, WordCounter stretches)
    {
        var (start, length, at, before) = (0, 0, 0, AnyScript);
        while (at < word.Length)
        {
            _ = Rune.DecodeFromUtf8(word[at..], out var rune, out var size);
            var isKnown = scripts.TryGetValue(rune, out var script);
            script = script == Inherited ? before : script;
            if (!isKnown || length == LongestStretch || rune.Value == SpaceMark || (script != before && before != AnyScript && script != AnyScript))
            {
                Add(word[start..at]);
                (start, length) = (isKnown ? at : at + size, 0);
            }

            before = isKnown ? script : AnyScript;
            length++;
            at += size;
        }

        Add(word[start..]);

        void Add(ReadOnlySpan<byte> stretch)
        {
            if (!stretch.IsEmpty)
            {
                stretches.Add(stretch, times);
            }
        }
    }

    /// <summary>The script of a character; kana counts as Han.</summary>
    private static int Script(Rune rune)
    {
        var script = UnicodeScript.Of(rune.Value);
        return rune.Value == SpaceMark ? AnyScript : script == Hiragana || script == Katakana || rune.Value == LongVowelMark ? Han : script;
    }
}
