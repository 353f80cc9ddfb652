using System.Globalization;
using Sinter.Data.Inputs;

namespace Sinter.Data.Hub;

/// <summary>
/// Brings a model of the Hub, or one file of it, to this machine, and says where it lies: in the folder that <c>SINTER_ASSETS</c> names where it is there, else in the
/// cache, below its commit. What has come is checked (size, and SHA-256 where the Hub names one), kept and not asked for again; a cut transfer goes on where it was.
/// Names of files are the Hub's and so are checked before anything is written.
/// </summary>
/// <param name="settings">Where the Hub is, who asks, and the folder for what comes.</param>
/// <param name="assetsFolder">The folder in which models are looked for first; null where there is none.</param>
public sealed class ModelDownload(HubSettings settings, string? assetsFolder)
{
    private const int MaximumIndexLength = 1 << 26;

    /// <summary>How many bytes a model may have, in all; a larger one is refused before its weights are asked for. 4 TB where nobody says otherwise.</summary>
    public long MaximumBytes { get; init; } = 4_000_000_000_000;

    /// <summary>As the environment says: <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>SINTER_CACHE</c> and <c>SINTER_ASSETS</c>.</summary>
    /// <exception cref="ArgumentException">A variable has a value that it cannot have.</exception>
    public static ModelDownload FromEnvironment() => new(HubSettings.FromEnvironment(), new InputSettings().AssetsFolder);

    /// <summary>Gets a model.</summary>
    /// <param name="name">
    /// <c>hf://OWNER/NAME[@REVISION]</c> for a model: config.json, the tokenizer and the weights, of which SafeTensors are taken where there are any and files of torch.save
    /// else; with a folder behind for a model that lies there; with a file behind, such as a GGUF, for that file alone.
    /// </param>
    /// <param name="progress">Is told how far it has come, often.</param>
    /// <param name="cancellation">Ends it; what has come is kept.</param>
    /// <returns>The folder of the model, or the file, on this machine.</returns>
    /// <exception cref="ArgumentException">The name is none of a model.</exception>
    /// <exception cref="FileNotFoundException">The repository holds no such file or folder.</exception>
    /// <exception cref="HttpRequestException">The Hub refuses; the message says why and what to do.</exception>
    /// <exception cref="IOException">The Hub cannot be reached, or the disk has no room.</exception>
    /// <exception cref="InvalidDataException">The repository holds no model that can be read, or something came that is not what it must be.</exception>
    public string Get(string name, Action<ModelDownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var address = HubAddress.Parse(name);
        if (address.Kind != RepositoryKind.Model)
        {
            throw new ArgumentException($"'{name}' is a data set; write hf://OWNER/NAME for a model.", nameof(name));
        }

        address = address with { Path = address.Path.Trim('/') };
        if (new OfflineFolder(assetsFolder).ModelOf(address) is { } present)
        {
            return present;
        }

        var client = new HubClient(settings);
        var commit = client.Commit(address, cancellation);
        var files = client.List(address, commit, cancellation);
        if (files.FirstOrDefault(file => file.Path == address.Path) is { } only)
        {
            return Fetch(client, address, commit, [only], progress, cancellation)[0];
        }

        var prefix = address.Path.Length == 0 ? "" : address.Path + "/";
        var folder = files.Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal) && !file.Path.AsSpan(prefix.Length).Contains('/'))
            .ToDictionary(file => file.Path[prefix.Length..], StringComparer.Ordinal);
        if (folder.Count == 0)
        {
            throw new FileNotFoundException($"'{name}' does not exist: the repository holds {files.Count} files, none of them there.");
        }

        var paths = Fetch(client, address, commit, Choose(name, client, address, commit, folder, cancellation), progress, cancellation);
        return Path.GetDirectoryName(paths[0])!;
    }

    private static List<HubFile> Choose(string name, HubClient client, HubAddress address, string commit, Dictionary<string, HubFile> folder, CancellationToken cancellation)
    {
        var weights = ModelFileChoice.WeightsIn(folder.Keys);
        if (weights is null || !folder.ContainsKey(ModelFileChoice.ConfigName))
        {
            var others = ModelFileChoice.LikeWeights(folder.Keys).Order(StringComparer.Ordinal).ToList();
            var found = others.Count == 0 ? "no weights" : string.Join(", ", others.Take(10)) + (others.Count > 10 ? string.Create(CultureInfo.InvariantCulture, $" and {others.Count - 10} more") : "");
            throw new InvalidDataException(
                $"'{name}' is no model that can be read whole: expected {ModelFileChoice.ConfigName} and model.safetensors or pytorch_model.bin (or their index), found {(weights is null ? found : "no " + ModelFileChoice.ConfigName)}; one file is got by its name behind, such as {name.TrimEnd('/')}/FILE.");
        }

        List<HubFile> chosen = [.. ModelFileChoice.DescriptionsIn(folder.Keys).Select(file => folder[file]), folder[weights]];
        if (weights.EndsWith(".json", StringComparison.Ordinal))
        {
            var index = folder[weights].Length <= MaximumIndexLength
                ? File.ReadAllBytes(client.Fetch(address, commit, folder[weights], null, cancellation))
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{weights}' of '{name}' has {folder[weights].Length} bytes, expected at most {MaximumIndexLength} of an index; tell whoever offers the model."));
            chosen.AddRange(ModelFileChoice.Shards(weights, index, folder.Keys).Select(shard => folder[shard]));
        }

        return chosen;
    }

    private List<string> Fetch(HubClient client, HubAddress address, string commit, List<HubFile> files, Action<ModelDownloadProgress>? progress, CancellationToken cancellation)
    {
        // Each size was checked to be positive; a sum of hostile ones may still be none.
        var total = files.Aggregate(0L, static (sum, file) => file.Length > long.MaxValue - sum ? long.MaxValue : sum + file.Length);
        if (total > MaximumBytes)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{address}' has {total} bytes, and at most {MaximumBytes} are wanted; name a smaller model."));
        }

        CheckRoom(address, files, commit, client);
        var paths = new List<string>(files.Count);
        long done = 0;
        foreach (var file in files)
        {
            var before = done;
            progress?.Invoke(new ModelDownloadProgress(file.Path, before, total));
            paths.Add(client.Fetch(address, commit, file, bytes => progress?.Invoke(new ModelDownloadProgress(file.Path, before + bytes, total)), cancellation));
            done += file.Length;
        }

        progress?.Invoke(new ModelDownloadProgress(files[^1].Path, total, total));
        return paths;
    }

    /// <summary>Says at once that the disk is too small, rather than after hours.</summary>
    private void CheckRoom(HubAddress address, List<HubFile> files, string commit, HubClient client)
    {
        var missing = files.Where(file => !File.Exists(client.PathOf(address, commit, file))).Sum(static file => file.Length);
        long room;
        try
        {
            // The folder need not be there yet.
            var folder = Path.GetFullPath(settings.CacheFolder);
            while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            {
                folder = parent;
            }

            room = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share or a system that does not tell; the write will.
            return;
        }

        if (missing > room)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"'{address}' needs {missing} bytes and the disk of '{settings.CacheFolder}' has {room} free; make room, or set SINTER_CACHE to another folder."));
        }
    }
}
