namespace Sinter.Data.Packing;

/// <summary>Counts what every way of packing makes of the same documents; knows their lengths only, so that it costs next to nothing beside tokenizing them.</summary>
public sealed class PackingSurvey
{
    private readonly PackingOptions _options;
    private readonly List<PackingTally> _ways;
    private long _documents;
    private long _tokens;
    private long _windowTokens;

    /// <summary>Begins with no documents; the options tell the context, the window and the way that was chosen.</summary>
    public PackingSurvey(PackingOptions options)
    {
        _options = options;
        _ways = [.. Enum.GetValues<LongDocuments>().SelectMany(_ => Enum.GetValues<PackingOrder>(), (longDocuments, order) => new PackingTally(order, longDocuments, options.ContextLength))];
        Chosen = _ways.Single(way => way.Is(options));
    }

    /// <summary>The way that was chosen.</summary>
    internal PackingTally Chosen { get; }

    /// <summary>Adds a document of so many tokens, its end of text among them.</summary>
    public void Add(int length)
    {
        _documents++;
        _tokens += length;
        foreach (var way in _ways)
        {
            way.Add(length);
        }

        _windowTokens += length;
        if (_windowTokens >= _options.WindowTokens)
        {
            EndWindow();
        }
    }

    /// <summary>All counts; no document may be added after it.</summary>
    /// <param name="textBytes">The bytes of UTF-8 that the documents stand for.</param>
    public PackingReport Complete(long textBytes)
    {
        EndWindow();
        return new PackingReport
        {
            ContextLength = _options.ContextLength,
            Documents = _documents,
            DocumentTokens = _tokens,
            TextBytes = textBytes,
            BytesPerToken = _tokens == 0 ? 0 : Math.Round((double)textBytes / _tokens, 4),
            Packed = Chosen.Figures(),
            Ways = [.. _ways.Select(static way => way.Figures())],
        };
    }

    private void EndWindow()
    {
        _ways.ForEach(static way => way.EndWindow());
        _windowTokens = 0;
    }
}
