using System.Text;

namespace Sinter.Data.Shards;

/// <summary>Shards of plain text: the documents one after another, each with an empty line behind it. Ids and facts are not in them.</summary>
public sealed class TextShards : IShardFormat
{
    /// <inheritdoc/>
    public string Ending => ".txt";

    /// <inheritdoc/>
    public void Finish(string spool, string path) => AtomicFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var document in JsonLines.ReadDocuments(spool))
        {
            text.WriteLine(document.Text);
            text.WriteLine();
        }
    });
}
