using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Lineage;

/// <summary>
/// Judges one line of a file of documents, of conversations, of dropped or removed documents, of clusters, or of a log. A line goes where it is of a forgotten document, holds the searched text, was
/// made of the document (<c>metadata.document</c>), or was taken away as its duplicate (<c>match</c>, or <c>detail</c> "repeats ID").
/// </summary>
internal static class ForgetLine
{
    private const string Repeats = "repeats ";

    /// <summary>What becomes of a line; ids that it makes known are added to the targets.</summary>
    public static LineFate Judge(ReadOnlySpan<byte> line, ForgetTargets targets, ForgottenHash hash, out string? changed)
    {
        changed = null;
        if (!targets.MayConcern(line))
        {
            return LineFate.Stays;
        }

        JsonObject? entry;
        try
        {
            entry = JsonCleaner.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            entry = null;
        }

        return entry is null ? JudgeText(System.Text.Encoding.UTF8.GetString(line), targets)
            : Text(entry["id"]) is { } id ? JudgeDocument(entry, id, targets, hash)
            : JudgeOther(entry, targets, out changed);
    }

    /// <summary>Whether a document, as a table has it, goes.</summary>
    public static bool IsForgotten(Document document, ForgetTargets targets, ForgottenHash hash)
    {
        if (!targets.Holds(document.Id) && !(document.Metadata.TryGetValue("document", out var origin) && targets.Holds(origin)) && !targets.Matches(document.Text) && !document.Metadata.Any(fact => targets.Matches(fact.Value)))
        {
            return false;
        }

        targets.Add(document.Id);
        AddText(document.Text, targets, hash);
        return true;
    }

    private static LineFate JudgeText(string line, ForgetTargets targets) => targets.Matches(line) ? LineFate.Goes : LineFate.Stays;

    private static LineFate JudgeDocument(JsonObject entry, string id, ForgetTargets targets, ForgottenHash hash)
    {
        var match = Text(entry["match"]) ?? (Text(entry["detail"]) is { } detail && detail.StartsWith(Repeats, StringComparison.Ordinal) ? detail[Repeats.Length..] : null);

        // A part that was cut out of another document goes with what it repeats, and the other document stays.
        var isPart = match is not null && entry["record"] is null && entry["start"] is not null;
        var isIt = targets.Holds(id) || HoldsText(entry, targets) || (Text((entry["metadata"] as JsonObject)?["document"]) is { } origin && targets.Holds(origin));
        var repeats = match is not null && targets.Holds(match);
        if (!isIt && !repeats)
        {
            return LineFate.Stays;
        }

        if (isIt || !isPart)
        {
            targets.Add(id);
        }

        if (isIt && match is not null && !repeats && !isPart)
        {
            targets.Twins.Add(match);
        }

        if (Text(entry["text"]) is { } text && !isPart)
        {
            AddText(text, targets, hash);
        }

        if (Text((entry["record"] as JsonObject)?["text"]) is { } recordText)
        {
            AddText(recordText, targets, hash);
        }

        return LineFate.Goes;
    }

    private static LineFate JudgeOther(JsonObject entry, ForgetTargets targets, out string? changed)
    {
        changed = null;
        if (Text(entry["kept"]) is { } kept && targets.Holds(kept))
        {
            return LineFate.Goes;
        }

        if (!JsonCleaner.Clean(entry, targets))
        {
            return LineFate.Stays;
        }

        if (entry["members"] is JsonArray members && entry["size"] is not null)
        {
            entry["size"] = members.Count;
        }

        changed = entry.ToJsonString(new JsonSerializerOptions { Encoder = DocumentJson.Options.Encoder });
        return LineFate.Changes;
    }

    private static void AddText(string text, ForgetTargets targets, ForgottenHash hash)
    {
        if (hash.OfText(text) is { } known)
        {
            targets.TextHashes.Add(known);
        }
    }

    /// <summary>Whether any text of an object holds what is searched for.</summary>
    private static bool HoldsText(JsonNode? node, ForgetTargets targets) => targets.Match is not null && node switch
    {
        JsonObject entry => entry.Any(pair => HoldsText(pair.Value, targets)),
        JsonArray list => list.Any(item => HoldsText(item, targets)),
        JsonValue value => value.TryGetValue<string>(out var text) && targets.Matches(text),
        _ => false,
    };

    /// <summary>A text, or a number as it is written.</summary>
    private static string? Text(JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue<string>(out var text) ? text
        : value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString()
        : null;
}

/// <summary>What becomes of a line.</summary>
internal enum LineFate
{
    /// <summary>It stays as it is.</summary>
    Stays,

    /// <summary>It goes.</summary>
    Goes,

    /// <summary>It stays without a name or text.</summary>
    Changes,
}
