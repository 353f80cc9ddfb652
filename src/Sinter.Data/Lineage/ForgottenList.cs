using System.Text.Json;

namespace Sinter.Data.Lineage;

/// <summary>
/// The documents that a folder was made to forget, as hashes (<see cref="ForgottenHash"/>): one line <c>{"id"}</c> or <c>{"text"}</c> for each, and <c>"keyed":true</c> where a key was used.
/// A later run over the same source is kept from bringing them back by it.
/// </summary>
public sealed class ForgottenList
{
    /// <summary>The name of the file, in the folder <see cref="ForgetReceipt.FolderName"/>.</summary>
    public const string FileName = "forgotten.jsonl";

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly ForgottenHash _hash;

    private ForgottenList(ForgottenHash hash) => _hash = hash;

    /// <summary>How many hashes there are.</summary>
    public int Count => _ids.Count + _texts.Count;

    /// <summary>Where the list of a folder lies.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, ForgetReceipt.FolderName, FileName);

    /// <summary>The list of a folder; null where nothing was forgotten there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keyFile">The key that the hashes were made with; null for none.</param>
    /// <exception cref="InvalidDataException">The list is damaged, or was made with another key.</exception>
    public static ForgottenList? Of(string folder, string? keyFile = null) => File.Exists(PathIn(folder)) ? Read(PathIn(folder), ForgottenHash.OfKeyFile(keyFile)) : null;

    /// <summary>Reads a list.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or made with a key where there is none here, or the other way round.</exception>
    public static ForgottenList Read(string path, ForgottenHash hash)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no list of what was forgotten '{path}'; 'sinter data forget' writes one into the folder 'forgotten'.", path);
        }

        var list = new ForgottenList(hash);
        foreach (var (line, number) in File.ReadLines(path).Select(static (line, i) => (line, i + 1)))
        {
            list.Add(line, number, path);
        }

        return list;
    }

    /// <summary>
    /// Whether a document was forgotten: it, or the document that it is a copy or part of, has an id of the list, or its text is one of the list. An id that is a place in a
    /// file (<c>file.jsonl#17</c>) says nothing by itself, as another document stands there once the file is changed: then the text alone decides.
    /// </summary>
    public bool Holds(Document document) => HoldsId(document.Id) || (_texts.Count > 0 && _hash.OfText(document.Text) is { } text && _texts.Contains(text));

    /// <summary>A line of the list for an id.</summary>
    internal static string IdLine(ForgottenHash hash, string id) => JsonSerializer.Serialize(new Entry(hash.OfId(id), null, hash.IsKeyed), EntryJson) + "\n";

    /// <summary>A line of the list for the hash of a text.</summary>
    internal static string TextLine(ForgottenHash hash, string text) => JsonSerializer.Serialize(new Entry(null, text, hash.IsKeyed), EntryJson) + "\n";

    private static JsonSerializerOptions EntryJson { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };

    private bool HoldsId(string id)
    {
        if (_ids.Count == 0)
        {
            return false;
        }

        for (var end = 0; end < id.Length;)
        {
            var next = id.AsSpan(end + 1).IndexOfAny(DocumentFamily.CopySign, DocumentFamily.PartSign);
            end = next < 0 ? id.Length : end + 1 + next;
            if (!IsPlace(id.AsSpan(0, end)) && _ids.Contains(_hash.OfId(id.AsSpan(0, end))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlace(ReadOnlySpan<char> id)
    {
        var sign = id.LastIndexOf(DocumentFamily.PartSign);
        return sign >= 0 && sign + 1 < id.Length && !id[(sign + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private void Add(string line, int number, string path)
    {
        Entry? entry;
        try
        {
            entry = JsonSerializer.Deserialize<Entry>(line, EntryJson);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Line {number} of '{path}' is no entry of a list of what was forgotten; restore the file, or what was forgotten may come back.", fault);
        }

        if (entry is null || entry.Keyed != _hash.IsKeyed)
        {
            throw new InvalidDataException($"Line {number} of '{path}' was made {(_hash.IsKeyed ? "without a key" : "with a key")}; name {(_hash.IsKeyed ? "no key" : "the key that it was made with")}.");
        }

        if (entry.Id is { } id)
        {
            _ids.Add(id);
        }

        if (entry.Text is { } text)
        {
            _texts.Add(text);
        }
    }

    private sealed record Entry(string? Id, string? Text, bool Keyed);
}
