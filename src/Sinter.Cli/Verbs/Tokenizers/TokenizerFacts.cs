using System.Globalization;
using System.Text.Json.Nodes;
using Sinter.Data.Reports;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>What there is to say about a tokenizer.</summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="memory">The bytes that it takes in memory.</param>
internal sealed class TokenizerFacts(Tokenizer tokenizer, long memory)
{
    private const int ShownTokens = 10;
    private const int ShownSpecial = 20;
    private const string Text = "TEXT";

    private readonly TokenizerDescription _description = tokenizer.Describe();

    /// <summary>As names and values, one a line.</summary>
    public IEnumerable<(string Name, string Value)> Lines()
    {
        var special = Special().ToList();
        yield return ("Model", _description.Model);
        yield return ("Vocabulary", $"{Quantity.Whole(tokenizer.VocabularySize)} tokens, {Quantity.Whole(tokenizer.AddedTokens.Count)} of them added");
        if (_description.Merges is { } merges)
        {
            yield return ("Merges", Quantity.Whole(merges));
        }

        yield return ("Normalizer", _description.Normalizer ?? "none");
        yield return ("Pre-tokenizer", _description.PreTokenizer ?? "none");
        yield return ("Decoder", _description.Decoder ?? "none");
        yield return ("Frame", Frame());
        yield return ("Special", special.Count == 0 ? "none" : string.Join("  ", special.Take(ShownSpecial).Select(token => Entry(token.Id))) + (special.Count > ShownSpecial ? $"  and {special.Count - ShownSpecial} more" : ""));
        yield return ("Unknown", tokenizer.UnknownToken is { } unknown ? Entry(unknown) : "none: everything can be written");
        yield return ("Longest", string.Join("  ", Longest().Select(Entry)));
        yield return ("Samples", string.Join("  ", Samples().Select(Entry)));
        if (tokenizer.Assumption is { } assumption)
        {
            yield return ("Assumed", assumption);
        }

        yield return ("Fingerprint", tokenizer.Fingerprint);
        yield return ("Memory", Units.Bytes(memory));
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["model"] = _description.Model,
        ["vocabularySize"] = tokenizer.VocabularySize,
        ["merges"] = _description.Merges,
        ["normalizer"] = _description.Normalizer,
        ["preTokenizer"] = _description.PreTokenizer,
        ["decoder"] = _description.Decoder,
        ["frame"] = Frame(),
        ["beginningOfText"] = tokenizer.BeginningOfText,
        ["endOfText"] = tokenizer.EndOfText,
        ["unknown"] = tokenizer.UnknownToken,
        ["specialTokens"] = Tokens(Special().Select(static token => token.Id)),
        ["addedTokens"] = Tokens(tokenizer.AddedTokens.Where(static token => !token.Special).Select(static token => token.Id)),
        ["longestTokens"] = Tokens(Longest()),
        ["assumption"] = tokenizer.Assumption,
        ["fingerprint"] = tokenizer.Fingerprint,
        ["memoryBytes"] = memory,
    };

    private IEnumerable<AddedToken> Special() => tokenizer.AddedTokens.Where(static token => token.Special);

    private IEnumerable<int> Plain() => Enumerable.Range(0, tokenizer.VocabularySize).Where(id => tokenizer.HasToken(id) && !tokenizer.IsSpecial(id));

    private IEnumerable<int> Longest() => Plain().OrderByDescending(id => tokenizer.TokenBytes(id).Length).ThenBy(static id => id).Take(ShownTokens);

    /// <summary>Tokens at even distances, from the first to the last.</summary>
    private IEnumerable<int> Samples()
    {
        var plain = Plain().ToList();
        return plain.Count <= ShownTokens ? plain : Enumerable.Range(0, ShownTokens).Select(i => plain[(int)((plain.Count - 1L) * i / (ShownTokens - 1))]);
    }

    private string Frame()
    {
        var frame = TokenFrameIds.Of(tokenizer);
        return string.Join(" ", [.. frame.Before.Select(tokenizer.Token), Text, .. frame.After.Select(tokenizer.Token)]);
    }

    private string Entry(int id) => string.Create(CultureInfo.InvariantCulture, $"{id} {TokenColours.Quoted(tokenizer, id)}");

    private JsonArray Tokens(IEnumerable<int> ids) => new([.. ids.Select(id => new JsonObject { ["id"] = id, ["token"] = tokenizer.Token(id) })]);
}
