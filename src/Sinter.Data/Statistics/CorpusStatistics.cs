using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Language;
using Sinter.Data.Reading;

namespace Sinter.Data.Statistics;

/// <summary>What is in files of documents: how much text, how long, in which languages, from where.</summary>
public sealed class CorpusStatistics
{
    private const int MostDomains = 200_000;

    // The language of a document shows in its first few thousand characters.
    private const int JudgedCharacters = 4000;

    private readonly Dictionary<string, long> _languages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _domains = new(StringComparer.Ordinal);

    private CorpusStatistics()
    {
    }

    /// <summary>The documents.</summary>
    public long Documents { get; private set; }

    /// <summary>The records that could not be read.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of them; null where there is none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>The records that are not meant to be documents.</summary>
    public PassedOverCounts PassedOver { get; } = new();

    /// <summary>The bytes of all texts as UTF-8.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their characters (code points).</summary>
    public long Characters { get; private set; }

    /// <summary>Their words: runs without white space.</summary>
    public long Words { get; private set; }

    /// <summary>About how many tokens; see <see cref="TokenEstimate"/>.</summary>
    public long Tokens { get; private set; }

    /// <summary>The lengths of the documents in bytes.</summary>
    public ScoreHistogram Lengths { get; } = new();

    /// <summary>Documents by language, the most frequent first.</summary>
    public IReadOnlyList<(string Name, long Documents)> Languages => Ordered(_languages);

    /// <summary>Documents by host, the most frequent first; empty where documents have no addresses.</summary>
    public IReadOnlyList<(string Name, long Documents)> Domains => Ordered(_domains);

    /// <summary>Counts documents.</summary>
    /// <param name="inputs">The files.</param>
    /// <param name="settings">How they are read.</param>
    /// <param name="format">The name of their form; null to tell it from content and name.</param>
    /// <param name="threads">The threads that work; 0 for all cores.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static CorpusStatistics Of(IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format = null, int threads = 0, CancellationToken cancellation = default)
    {
        var whole = new CorpusStatistics();
        foreach (var part in OrderedParallel.Map(
            inputs.SelectMany(input => DocumentReader.Read(input, settings, format)), static () => LanguageIdentifier.Default, Count, threads > 0 ? threads : Environment.ProcessorCount, cancellation))
        {
            whole.Add(part);
        }

        return whole;
    }

    private static CorpusStatistics Count(LanguageIdentifier identifier, RecordBlock block)
    {
        var part = new CorpusStatistics();
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                part.Add(document, identifier);
            }
            else if (outcome.Broken is { } fault)
            {
                part.Broken++;
                part.FirstFault ??= fault.ToString();
            }
            else
            {
                part.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return part;
    }

    private void Add(Document document, LanguageIdentifier identifier)
    {
        var bytes = Encoding.UTF8.GetByteCount(document.Text);
        Documents++;
        Bytes += bytes;
        Tokens += TokenEstimate.Of(document.Text);
        Lengths.Add(bytes);
        var inWord = false;
        foreach (var character in document.Text)
        {
            Characters += char.IsLowSurrogate(character) ? 0 : 1;
            var space = char.IsWhiteSpace(character);
            Words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }

        Count(_languages, identifier.Identify(document.Text.AsSpan(0, Math.Min(document.Text.Length, JudgedCharacters))).Code, 1);
        Count(_domains, WebDomain.Of(document.Metadata.TryGetValue("url", out var url) ? url : ""), 1);
    }

    private void Add(CorpusStatistics part)
    {
        Documents += part.Documents;
        Broken += part.Broken;
        FirstFault ??= part.FirstFault;
        PassedOver.Add(part.PassedOver);
        Bytes += part.Bytes;
        Characters += part.Characters;
        Words += part.Words;
        Tokens += part.Tokens;
        Lengths.Add(part.Lengths);
        foreach (var (name, count) in part._languages)
        {
            Count(_languages, name, count);
        }

        foreach (var (name, count) in part._domains)
        {
            Count(_domains, name, count);
        }
    }

    private static void Count(Dictionary<string, long> groups, string name, long count)
    {
        if (name.Length > 0)
        {
            name = groups.Count < MostDomains || groups.ContainsKey(name) ? name : GroupCounts.Others;
            groups[name] = groups.GetValueOrDefault(name) + count;
        }
    }

    private static IReadOnlyList<(string Name, long Documents)> Ordered(Dictionary<string, long> groups) =>
        [.. groups.OrderByDescending(static group => group.Value).ThenBy(static group => group.Key, StringComparer.Ordinal).Select(static group => (group.Key, group.Value))];
}
