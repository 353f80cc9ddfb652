using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sinter.Data;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors.Optimizers;

namespace Sinter.Training.Checkpoints;

/// <summary>
/// The checkpoints of one training, each a folder <c>step-NNNNNNNN</c> with the model in Hugging Face layout (or what is trained of it, where parts are frozen), the optimizer's state and
/// <c>training.json</c>. One is written aside and renamed when complete; the last two are kept; a damaged one is told and passed over.
/// </summary>
internal sealed class CheckpointFolder(string path, string fingerprint)
{
    /// <summary>How many checkpoints stay beside the one that is being written.</summary>
    public const int Kept = 2;

    private const string StateFile = "training.json";
    private const string TrainedFile = "trained.safetensors";
    private const string OptimizerFile = "optimizer.safetensors";
    private const string Prefix = "step-";
    private const string BestPrefix = "best-";
    private const long MaximumStateBytes = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes a checkpoint and removes old ones.</summary>
    public void Save(Model model, IOptimizer optimizer, int step, long tokens, BestSoFar? best = null)
    {
        Directory.CreateDirectory(path);
        using (var folder = AtomicFolder.Create(Path.Combine(path, Prefix + step.ToString("D8", CultureInfo.InvariantCulture))))
        {
            if (IsWhole(model))
            {
                ModelFolder.Write(folder.WorkPath, model.Config, ModelWeights.ToWrite(model));
            }
            else
            {
                TrainedWeights.Write(Path.Combine(folder.WorkPath, TrainedFile), model);
            }

            SafeTensorsWriter.Write(
                Path.Combine(folder.WorkPath, OptimizerFile),
                optimizer.State.Select(state => new TensorToWrite(new TensorInfo(state.Name, [state.Values.Length]), destination => state.Values.CopyTo(destination))));
            var files = Directory.GetFiles(folder.WorkPath).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), Hash, StringComparer.Ordinal);
            var state = new CheckpointState(CheckpointState.CurrentFormatVersion, step, tokens, optimizer.Steps, fingerprint, files) { Best = best }.Hashed();
            File.WriteAllText(Path.Combine(folder.WorkPath, StateFile), JsonSerializer.Serialize(state, Json));
            folder.Complete();
        }

        foreach (var old in Complete().Skip(Kept).Concat(Unfinished()))
        {
            Directory.Delete(old, recursive: true);
        }

        RemoveOldBest(best);
    }

    /// <summary>Keeps the weights of the best measurement so far, and gives it with their hash. They stay as long as a checkpoint speaks of them.</summary>
    public BestSoFar SaveBest(Model model, BestSoFar best)
    {
        Directory.CreateDirectory(path);
        TrainedWeights.Write(BestFile(best.Step), model);
        return best with { Hash = Hash(BestFile(best.Step)) };
    }

    /// <summary>Reads the weights of the best measurement.</summary>
    /// <exception cref="InvalidDataException">They are missing or were changed.</exception>
    public void LoadBest(Model model, BestSoFar best)
    {
        RequireBest(best);
        TrainedWeights.Read(BestFile(best.Step), model);
    }

    /// <summary>Reads the newest checkpoint that is whole and of the same settings; null where there is none.</summary>
    /// <param name="model">Gets the weights.</param>
    /// <param name="optimizer">Gets its state.</param>
    /// <param name="warn">Is told of each checkpoint that cannot be used.</param>
    public CheckpointState? Load(Model model, IOptimizer optimizer, Action<string> warn)
    {
        foreach (var folder in Complete())
        {
            try
            {
                return Read(folder, model, optimizer);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
            {
                warn($"The checkpoint '{folder}' cannot be used and is passed over: {exception.Message}");
            }
        }

        return null;
    }

    /// <summary>Whether all of a model is trained, so that a checkpoint is a model folder; of others it holds what is trained only.</summary>
    private static bool IsWhole(Model model) => model.Adapter is null && model.Parameters.Trained.Count == model.Parameters.All.Count;

    private string BestFile(int step) => Path.Combine(path, BestPrefix + step.ToString("D8", CultureInfo.InvariantCulture) + ".safetensors");

    private void RequireBest(BestSoFar best)
    {
        var file = BestFile(best.Step);
        if (!File.Exists(file) || Hash(file) != best.Hash)
        {
            throw new InvalidDataException($"'{file}', which holds the best weights so far, is missing or was changed.");
        }
    }

    /// <summary>Removes the best weights of which no checkpoint speaks any more: an older one may be gone back to.</summary>
    private void RemoveOldBest(BestSoFar? best)
    {
        if (best is null)
        {
            return;
        }

        HashSet<string> kept = [BestFile(best.Step)];
        foreach (var folder in Complete())
        {
            try
            {
                if (JsonSerializer.Deserialize<CheckpointState>(File.ReadAllText(Path.Combine(folder, StateFile)), Json)?.Best is { } other)
                {
                    kept.Add(BestFile(other.Step));
                }
            }
            catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
            {
                // What cannot be read cannot be gone back to either.
            }
        }

        foreach (var file in Directory.GetFiles(path, BestPrefix + "*").Where(file => !kept.Contains(file)))
        {
            File.Delete(file);
        }
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The checkpoints that were completed, newest first.</summary>
    private IEnumerable<string> Complete() => !Directory.Exists(path) ? [] : Directory.GetDirectories(path, Prefix + "*")
        .Where(folder => Path.GetFileName(folder)[Prefix.Length..].All(char.IsAsciiDigit))
        .OrderDescending(StringComparer.Ordinal);

    /// <summary>What a killed process left of the checkpoints that it wrote or replaced.</summary>
    private string[] Unfinished() => [.. Directory.GetDirectories(path, Prefix + "*").Where(folder => Path.GetExtension(folder) is AtomicFile.PartialSuffix or ".old")];

    private CheckpointState Read(string folder, Model model, IOptimizer optimizer)
    {
        var file = Path.Combine(folder, StateFile);
        if (!File.Exists(file) || new FileInfo(file).Length > MaximumStateBytes)
        {
            throw new InvalidDataException($"'{StateFile}' is missing or too large.");
        }

        var state = JsonSerializer.Deserialize<CheckpointState>(File.ReadAllText(file), Json)
            ?? throw new InvalidDataException($"'{StateFile}' is empty.");
        if (state.FormatVersion != CheckpointState.CurrentFormatVersion)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"its format version is {state.FormatVersion}, expected {CheckpointState.CurrentFormatVersion}."));
        }

        if (!state.IsWhole)
        {
            throw new InvalidDataException($"'{StateFile}' was changed.");
        }

        if (state.Fingerprint != fingerprint)
        {
            throw new InvalidDataException("it was written with other settings or data.");
        }

        foreach (var (name, hash) in state.Files)
        {
            var content = Path.Combine(folder, Path.GetFileName(name));
            if (!File.Exists(content) || Hash(content) != hash)
            {
                throw new InvalidDataException($"'{name}' was cut short or changed.");
            }
        }

        if (state.Best is { Step: > 0 } best)
        {
            RequireBest(best);
        }

        // All files are known to be whole before the first byte of the model is overwritten.
        using var weights = IsWhole(model) ? ModelFolder.Open(folder).OpenWeights() : null;
        using var moments = SafeTensorsFile.Open(Path.Combine(folder, OptimizerFile));
        if (weights is not null)
        {
            ModelWeights.Read(model, weights);
        }
        else
        {
            TrainedWeights.Read(Path.Combine(folder, TrainedFile), model);
        }

        foreach (var part in optimizer.State)
        {
            moments.ReadFloat32(part.Name, part.Values, [part.Values.Length]);
        }

        optimizer.Steps = state.OptimizerSteps;
        return state;
    }
}
