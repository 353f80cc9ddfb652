using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data.Lineage;

/// <summary>What was done to forget documents in a folder. It names them, and what was searched for, by hashes alone (<see cref="ForgottenHash"/>).</summary>
public sealed record ForgetReceipt
{
    /// <summary>The folder, in the folder that forgot, that holds receipts and the list of what was forgotten.</summary>
    public const string FolderName = "forgotten";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When it was decided, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The folder, as it was named.</summary>
    public required string Folder { get; init; }

    /// <summary>The hashes of the ids that were asked for.</summary>
    public required IReadOnlyList<string> AskedIds { get; init; }

    /// <summary>The hash of the text that was searched for; null where none was.</summary>
    public string? AskedMatch { get; init; }

    /// <summary>Whether the hashes are made with a key.</summary>
    public required bool Keyed { get; init; }

    /// <summary>The hashes of the ids of all documents that went: those asked for, copies, parts, duplicates, questions.</summary>
    public required IReadOnlyList<string> Documents { get; init; }

    /// <summary>The files that were changed.</summary>
    public required IReadOnlyList<ForgottenFile> Files { get; init; }

    /// <summary>Where tokens lay that are gone.</summary>
    public required IReadOnlyList<ForgottenTokens> Tokens { get; init; }

    /// <summary>The models that saw a document that is gone, and are as they were.</summary>
    public required IReadOnlyList<SeenBy> Models { get; init; }

    /// <summary>What a user should know, each one sentence.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The name of its files, without an ending.</summary>
    public string Name => "receipt-" + Time.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);

    /// <summary>The receipt as a record.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>The receipt for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"Forgotten in {Folder}, {Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
        text.Append('\n');
        var hash = Keyed ? "HMAC-SHA-256" : "SHA-256";
        foreach (var id in AskedIds)
        {
            Line($"Asked for   the document with the id of {hash} {id}");
        }

        if (AskedMatch is not null)
        {
            Line($"Asked for   every document that holds the text of {hash} {AskedMatch}");
        }

        Line($"Documents   {Documents.Count} ids are gone, with copies, parts, duplicates and questions");
        Line($"Files       {Files.Count} were changed:");
        foreach (var file in Files)
        {
            Line($"  {file.Path}");
            Line($"    before  {file.Before ?? "-"}");
            Line($"    after   {file.After ?? "removed"}");
        }

        Line($"Tokens      {Tokens.Sum(static tokens => (long)tokens.Length)} in {Tokens.Count} places:");
        foreach (var place in Tokens)
        {
            Line($"  {place.Folder}/{place.Shard}, sequence {place.Sequence}, positions {place.Start} to {place.Start + place.Length - 1}");
        }

        text.Append(Models.Count == 0 ? "Models      none in this folder is known to have seen it\n" : "Models      these have seen it and are not changed; train them anew, or accept it:\n");
        foreach (var model in Models)
        {
            Line($"  {model.Path}: {model.How}");
        }

        foreach (var note in Notes)
        {
            Line($"Note        {note}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}

/// <summary>A file that was changed.</summary>
/// <param name="Path">Its path from the folder.</param>
/// <param name="Before">Its SHA-256 before; null where it is a folder or was not there.</param>
/// <param name="After">Its SHA-256 now; null where it was removed.</param>
public sealed record ForgottenFile(string Path, string? Before, string? After);

/// <summary>Where tokens lay that are gone.</summary>
/// <param name="Folder">The packed data set, from the folder.</param>
/// <param name="Shard">The name of the shard in it.</param>
/// <param name="Sequence">The number of the sequence in the data set, from 0.</param>
/// <param name="Start">The first position in the sequence.</param>
/// <param name="Length">The number of positions.</param>
/// <param name="Document">The hash of the id of the document.</param>
public sealed record ForgottenTokens(string Folder, string Shard, long Sequence, int Start, int Length, string Document);
