using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using static System.FormattableString;

namespace Sinter.Models.Files;

/// <summary>Divides tensors over files and writes these, all or none, with the index that other tools look for.</summary>
internal static class ShardedFiles
{
    private const int MaximumShards = 99_999;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>Writes the files of a model, as <see cref="SafeTensorsWriter.WriteSharded"/> says.</summary>
    public static IReadOnlyList<string> Write(string folder, TensorToWrite[] sorted, TensorType type, long maximumShardBytes, IReadOnlyDictionary<string, string>? metadata)
    {
        var shards = Divide(sorted, type, maximumShardBytes);
        string[] names = shards.Count == 1
            ? [ModelFolder.WeightsFileName]
            : [.. shards.Select((_, i) => Invariant($"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors"))];
        Directory.CreateDirectory(folder);
        var files = new List<AtomicFile>();
        try
        {
            for (var i = 0; i < shards.Count; i++)
            {
                files.Add(AtomicFile.Create(Path.Combine(folder, names[i])));
                SafeTensorsLayout.Write(files[i].Stream, SafeTensorsLayout.Header(shards[i], type, metadata), shards[i], type);
            }

            files.ForEach(static file => file.Complete());
        }
        finally
        {
            files.ForEach(static file => file.Dispose());
        }

        var index = Path.Combine(folder, ShardedWeights.IndexFileName);
        if (shards.Count == 1)
        {
            File.Delete(index);
        }
        else
        {
            AtomicFile.WriteAllText(index, Index(shards, names, type));
        }

        DeleteOthers(folder, names);
        return names;
    }

    private static List<TensorToWrite[]> Divide(TensorToWrite[] sorted, TensorType type, long maximumShardBytes)
    {
        var shards = new List<TensorToWrite[]>();
        var shard = new List<TensorToWrite>();
        long bytes = 0;
        foreach (var tensor in sorted)
        {
            var length = SafeTensorsLayout.Length(tensor, type);
            if (shard.Count > 0 && length > maximumShardBytes - bytes)
            {
                shards.Add([.. shard]);
                shard.Clear();
                bytes = 0;
            }

            shard.Add(tensor);
            bytes += length;
        }

        shards.Add([.. shard]);
        return shards.Count <= MaximumShards
            ? shards
            : throw new ArgumentException(Invariant($"Files of at most {maximumShardBytes} bytes would be {shards.Count}, and their names count up to {MaximumShards}; make them larger."));
    }

    private static string Index(List<TensorToWrite[]> shards, string[] names, TensorType type)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", shards.Sum(shard => shard.Sum(tensor => SafeTensorsLayout.Length(tensor, type))));
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach (var (name, file) in shards.SelectMany((shard, i) => shard.Select(tensor => (tensor.Info.Name, names[i]))).OrderBy(static pair => pair.Name, StringComparer.Ordinal))
            {
                json.WriteString(name, file);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    /// <summary>Files that an earlier model of another number left would be read in place of these.</summary>
    private static void DeleteOthers(string folder, string[] names)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "model*.safetensors").ToList())
        {
            var name = Path.GetFileName(path);
            if (!names.Contains(name, StringComparer.Ordinal) && (name == ModelFolder.WeightsFileName || IsShard(name)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Whether a name is one as <see cref="Write"/> gives them: model-00001-of-00002.safetensors.</summary>
    private static bool IsShard(string name) =>
        name.Length == "model-00001-of-00002.safetensors".Length && name[11..15] == "-of-" && int.TryParse(name.AsSpan(6, 5), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && int.TryParse(name.AsSpan(15, 5), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
