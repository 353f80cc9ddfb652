using Sinter.Models;
using Sinter.Tokenizers;

namespace Sinter.Training.Tasks;

/// <summary>
/// How texts become one sequence of a model: of an encoder with the special tokens that its tokenizer's file asks for ([CLS] a [SEP] b [SEP]), of a decoder in the input forms of GPT-1 (Radford et
/// al. 2018, figure 1), start a delimiter b extract. Where a tokenizer lacks such tokens, the end of text begins and ends a sequence and a line break parts two texts: the vocabulary never grows.
/// </summary>
internal sealed class TaskFrame
{
    /// <summary>No token has this id.</summary>
    private const int Marker = -1;

    private static readonly string[] Delimiters = ["<|delimiter|>", "<|delim|>", "[DELIM]", "<delim>", "<|sep|>", "[SEP]", "<sep>"];
    private static readonly string[] Extracts = ["<|extract|>", "[EXTRACT]", "<extract>", "_classify_"];
    private readonly Tokenizer _tokenizer;
    private readonly bool _asFileSays;
    private readonly int _segments;
    private readonly int[] _virtual;
    private readonly int[] _start;
    private readonly int[] _between;
    private readonly int[] _end;

    /// <summary>Finds the tokens of a frame.</summary>
    /// <param name="config">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="virtualTokens">Places in front of each text that an adapter fills.</param>
    public TaskFrame(ModelConfig config, Tokenizer tokenizer, int virtualTokens = 0)
    {
        _virtual = new int[virtualTokens];
        _tokenizer = tokenizer;
        _segments = config.TokenTypes;
        var end = tokenizer.EndOfText;
        if (config.Kind == ModelKind.Encoder)
        {
            _asFileSays = tokenizer.AddSpecialTokens([]).Length > 0;
            _start = (tokenizer.BeginningOfText ?? end) is { } first ? [first] : [];
            _between = end is { } separator ? [separator] : LineBreak(tokenizer);
            _end = end is { } last ? [last] : [];
        }
        else
        {
            _start = (tokenizer.BeginningOfText ?? end) is { } first ? [first] : [];
            _between = Special(tokenizer, Delimiters) is { } delimiter ? [delimiter] : LineBreak(tokenizer);
            _end = (Special(tokenizer, Extracts) ?? end) is { } extract ? [extract] : LineBreak(tokenizer);
        }

        SingleRoom = Join([]).Tokens.Length;
        PairRoom = Join([], []).Tokens.Length;
        if (SingleRoom == virtualTokens)
        {
            throw new InvalidDataException("The tokenizer knows neither an end of text nor a line break, so an empty text would have no tokens; take one with an end of text.");
        }
    }

    /// <summary>Tokens round one text.</summary>
    public int SingleRoom { get; }

    /// <summary>Tokens round and between two texts.</summary>
    public int PairRoom { get; }

    /// <summary>The tokens that a decoder begins with.</summary>
    public IReadOnlyList<int> Start => _start;

    /// <summary>The tokens that part two texts of a decoder.</summary>
    public IReadOnlyList<int> Between => _between;

    /// <summary>One text; its first token stands at the place given.</summary>
    public (int[] Tokens, int[]? Segments, int First) Join(int[] text)
    {
        if (!_asFileSays)
        {
            return ([.. _virtual, .. _start, .. text, .. _end], null, _virtual.Length + _start.Length);
        }

        // The frame round nothing has no place for a text: that of one token shows it.
        return ([.. _virtual, .. _tokenizer.AddSpecialTokens(text)], null, _virtual.Length + Before());
    }

    /// <summary>Two texts; the first token of the second stands at the place given.</summary>
    public (int[] Tokens, int[]? Segments, int Second) Join(int[] first, int[] second)
    {
        if (_asFileSays)
        {
            var (ids, types) = _tokenizer.AddSpecialTokens(first, second);
            return ([.. _virtual, .. ids], _segments > 1 ? [.. _virtual, .. types] : null, _virtual.Length + Before() + first.Length + Middle());
        }

        int[] tokens = [.. _virtual, .. _start, .. first, .. _between, .. second, .. _end];
        var at = _virtual.Length + _start.Length + first.Length + _between.Length;
        return (tokens, _segments > 1 ? [.. Enumerable.Range(0, tokens.Length).Select(i => i < at ? 0 : 1)] : null, at);
    }

    private int Before() => _tokenizer.AddSpecialTokens([Marker]).IndexOf(Marker);

    private int Middle()
    {
        var ids = _tokenizer.AddSpecialTokens([Marker], [Marker]).Ids;
        return ids.LastIndexOf(Marker) - ids.IndexOf(Marker) - 1;
    }

    private static int[] LineBreak(Tokenizer tokenizer) => tokenizer.Encode("\n") is { Length: > 0 } tokens ? tokens : tokenizer.EndOfText is { } end ? [end] : [];

    private static int? Special(Tokenizer tokenizer, string[] names) => names.Select(tokenizer.TokenId).FirstOrDefault(static id => id is not null);
}
