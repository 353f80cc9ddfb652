using System.CommandLine;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tensors.Cpu;

namespace Sinter.Cli.Verbs.Models;

/// <summary>What the verbs that write something of adapters have in common.</summary>
internal sealed class AdapterArguments
{
    private static readonly Dictionary<string, TensorType?> Types = new(StringComparer.Ordinal)
    {
        ["f32"] = TensorType.Float32,
        ["f16"] = TensorType.Float16,
        ["bf16"] = TensorType.BFloat16,
    };

    private readonly Option<string> _out = new("--out") { HelpName = "DIR", Description = "The folder to write; new or empty.", Required = true };
    private readonly Option<string?> _base = new("--base") { HelpName = "DIR", Description = "The base model's folder, in place of the one that the adapter names." };
    private readonly Option<bool> _anyBase = new("--any-base") { Description = "Go on even where the base model has other weights than the one that the adapter was made for." };
    private readonly Option<string?> _type = new("--type") { HelpName = "TYPE", Description = "How the weights are stored: f32, f16 or bf16; as the model's were without it." };

    /// <summary>An adapter's folder, as an argument.</summary>
    public static Argument<string> Adapter() => new("ADAPTER") { Description = "The folder of an adapter: adapter_config.json and adapter_model.safetensors." };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="hasBase">Whether it takes a base model.</param>
    /// <param name="hasType">Whether it writes a whole model.</param>
    public AdapterArguments AddTo(Verb verb, bool hasBase = true, bool hasType = true)
    {
        verb.Add(_out);
        if (hasBase)
        {
            verb.Add(_base);
            verb.Add(_anyBase);
        }

        if (hasType)
        {
            verb.Add(_type);
        }

        return this;
    }

    /// <summary>The base model that was named; null for the adapter's own.</summary>
    public string? Base(ParseResult parsed) => parsed.GetValue(_base) is { } path ? LoadedModel.Locate(path) : null;

    /// <summary>Whether a base model of other weights is taken.</summary>
    public bool AnyBase(ParseResult parsed) => parsed.GetValue(_anyBase);

    /// <summary>Writes a folder, complete or not at all, and lists it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="write">Writes into the folder that it is given.</param>
    public int Write(ParseResult parsed, Action<string> write)
    {
        var (folder, output) = (parsed.GetRequiredValue(_out), parsed.InvocationConfiguration.Output);
        ModelFolders.RequireNew(folder);
        using (var target = AtomicFolder.Create(folder))
        {
            write(target.WorkPath);
            target.Complete();
        }

        ModelFolders.List(folder, output);
        return ExitCode.Done;
    }

    /// <summary>Writes a whole model with the files that lie beside another.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="source">The model that it was made of.</param>
    /// <param name="tokenizer">The folder whose tokenizer is taken along.</param>
    public void WriteModel(ParseResult parsed, string folder, Model model, ModelFolder source, string tokenizer)
    {
        var type = NamedOption.Read(Types, "--type", parsed.GetValue(_type), usual: null) ?? StoredType.Of(source);
        ModelFolder.Write(folder, model.Config, ModelWeights.ToWrite(model), source.Generation, type);
        CarriedFiles.Copy(source.Path, folder);
        if (Path.GetFullPath(tokenizer) != Path.GetFullPath(source.Path))
        {
            CarriedFiles.Copy(tokenizer, folder);
        }
    }

    /// <summary>A backend to compute with.</summary>
    public static CpuBackend Backend() => new(0);

    /// <summary>Refuses what is not to be merged, in one sentence.</summary>
    public static AdapterFolder Lora(string path)
    {
        var folder = AdapterFolder.Open(path);
        return folder.Adapter is LoraAdapter ? folder
            : throw new InvalidDataException($"The adapter in '{path}' is of the kind {folder.Config.PeftType}, which is no change of weights; only LoRA is merged, taken out and stacked.");
    }
}
