using System.Runtime.InteropServices;
using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Data.Tokens;

/// <summary>What a measurement found out about one tokenizer: which tokens were used how often, and how fast it was.</summary>
public sealed class MeasuredTokenizer
{
    private readonly long[] _uses;

    internal MeasuredTokenizer(NamedTokenizer measured, long[] uses, double secondsPerByte)
    {
        Name = measured.Name;
        Tokenizer = measured.Tokenizer;
        BytesPerSecond = secondsPerByte > 0 ? 1 / secondsPerByte : 0;
        _uses = uses;
        Vocabulary = [.. Enumerable.Range(0, uses.Length).Where(id => Tokenizer.HasToken(id) && !Tokenizer.IsSpecial(id)).Select(Describe)];
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Bytes of UTF-8 that one thread encoded in a second, while the other threads worked too.</summary>
    public double BytesPerSecond { get; }

    /// <summary>All tokens but the special ones, by id.</summary>
    public IReadOnlyList<MeasuredToken> Vocabulary { get; }

    /// <summary>The tokens that no text needed, by id; of a small or narrow text these are many.</summary>
    public IEnumerable<MeasuredToken> Unused => Vocabulary.Where(static token => token.Uses == 0);

    /// <summary>The longest tokens, by characters, of equals the one that was used more often.</summary>
    public IEnumerable<MeasuredToken> Longest => Vocabulary.OrderByDescending(static token => token.Characters).ThenByDescending(static token => token.Uses).ThenBy(static token => token.Id);

    /// <summary>The tokens that were used most, the first first.</summary>
    public IEnumerable<MeasuredToken> MostUsed => Vocabulary.Where(static token => token.Uses > 0).OrderByDescending(static token => token.Uses).ThenBy(static token => token.Id);

    /// <summary>The share of all tokens of the texts that hold only a part of a character, from 0 to 1.</summary>
    public double PartialShare => Vocabulary.Sum(static token => token.Uses) is > 0 and var all ? (double)Vocabulary.Where(static token => token.IsPartial).Sum(static token => token.Uses) / all : 0;

    private MeasuredToken Describe(int id)
    {
        var bytes = Tokenizer.TokenBytes(id);
        var partial = !System.Text.Unicode.Utf8.IsValid(bytes);
        return new MeasuredToken(id, Tokenizer.Token(id), partial ? null : Encoding.UTF8.GetString(bytes), bytes.Length, _uses[id]);
    }
}

/// <summary>A token of a measured tokenizer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">The token as its file writes it.</param>
/// <param name="Text">The text that it stands for; null where it holds only a part of a character.</param>
/// <param name="Bytes">Its size in bytes of UTF-8.</param>
/// <param name="Uses">How often the texts needed it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MeasuredToken(int Id, string Token, string? Text, int Bytes, long Uses)
{
    /// <summary>Whether it holds only a part of a character.</summary>
    public bool IsPartial => Text is null;

    /// <summary>Its length in characters (code points); 0 for a part of one.</summary>
    public int Characters => Text?.EnumerateRunes().Count() ?? 0;
}
