using System.Globalization;
using Sinter.Data.FastText;
using Sinter.Data.Lineage;

namespace Sinter.Data.Augmentation;

/// <summary>
/// Makes changed copies of documents. The same document, options and seed give the same copies. A copy is named <c>ID~KIND-NUMBER</c> and says in its metadata what was done and to
/// which document, so that it can be traced and forgotten with it.
/// </summary>
public sealed class TextAugmenter
{
    /// <summary>The metadata key of the change that was made.</summary>
    public const string KindKey = "augmented";

    /// <summary>The metadata key of the document that was changed.</summary>
    public const string DocumentKey = "document";

    private readonly AugmentationOptions _options;

    /// <summary>Begins with checked options.</summary>
    /// <exception cref="InvalidDataException">The options are not possible.</exception>
    public TextAugmenter(AugmentationOptions options)
    {
        options.Check();
        _options = options;
    }

    /// <summary>A changed copy of a document; null where no change finds anything to change, as in a text without words.</summary>
    /// <param name="document">The document.</param>
    /// <param name="number">Which copy it is, from 1: each is changed in another way.</param>
    public Document? Copy(Document document, int number)
    {
        if (Change(document.Text, document.Id, number) is not var (text, kind))
        {
            return null;
        }

        var name = Name(kind);
        return new Document
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{document.Id}{DocumentFamily.CopySign}{name}-{number}"),
            Text = text,
            Source = document.Source,
            Metadata = new MetadataDictionary([.. document.Metadata.Where(static fact => fact.Key is not (KindKey or DocumentKey)), new(KindKey, name), new(DocumentKey, document.Id)]),
        };
    }

    /// <summary>A name of a change as options spell it.</summary>
    public static string Name(AugmentationKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The change of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static AugmentationKind Kind(string name) =>
        Enum.GetValues<AugmentationKind>().Cast<AugmentationKind?>().FirstOrDefault(kind => string.Equals(Name(kind!.Value), name, StringComparison.Ordinal))
        ?? throw new InvalidDataException($"There is no change '{name}' to augment with{Suggestion.For(name, [.. Enum.GetValues<AugmentationKind>().Select(Name)])}");

    /// <summary>A changed text, and how it was changed; null where nothing could be.</summary>
    internal (string Text, AugmentationKind Kind)? Change(string text, string id, int number)
    {
        var seed = StableHash.Of(id, _options.Seed);
        var first = (int)(seed % (ulong)_options.Kinds.Count);
        for (var i = 0; i < _options.Kinds.Count; i++)
        {
            var kind = _options.Kinds[(first + number - 1 + i) % _options.Kinds.Count];
            var random = new SplitMix(seed + (ulong)number + ((ulong)i << 32));
            var changed = new AugmentedText(text, _options.Rate);
            if (changed.Apply(kind, _options.Rate, _options.Synonyms, ref random) && changed.ToString() is var result && !string.Equals(result, text, StringComparison.Ordinal))
            {
                return (result, kind);
            }
        }

        return null;
    }
}
