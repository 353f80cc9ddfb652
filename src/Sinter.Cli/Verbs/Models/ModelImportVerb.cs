using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Models;
using Sinter.Cli.Progress;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data;
using Sinter.Data.Hub;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model import SOURCE --out DIR</c>: a model of elsewhere as a folder in Hugging Face layout with SafeTensors.</summary>
internal static class ModelImportVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter model import hf://HuggingFaceTB/SmolLM2-135M --out smollm";

    private static readonly Dictionary<string, TensorType?> Types = new(StringComparer.Ordinal)
    {
        ["f32"] = TensorType.Float32,
        ["f16"] = TensorType.Float16,
        ["bf16"] = TensorType.BFloat16,
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "hf://OWNER/NAME[@REVISION][/FILE] of the Hugging Face Hub, a folder with config.json and SafeTensors or files of torch.save, a GGUF file, or a llama2.c model of version 0 (.bin).",
        };
        var tokenizer = new Option<string?>("--tokenizer") { HelpName = "FILE", Description = "The tokenizer, where the source has none of its own: a tokenizer.json, a SentencePiece .model, or a llama2.c tokenizer (.bin)." };
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The model folder to write; new or empty.", Required = true };
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "How the weights are stored: f32, f16 or bf16; as in the source without it, and f32 of quantized weights." };
        var verb = new Verb(
            "import",
            "Writes a model of the Hub, of a folder, of a GGUF file or of llama2.c as a model folder with SafeTensors, its tokenizer beside it. Nothing of the source is executed.",
            Example,
            "sinter model import model-q8_0.gguf --type bf16 --out model",
            "sinter model import stories260K.bin --tokenizer tok512.bin --out stories260K")
        {
            source, tokenizer, folder, type,
        };
        verb.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(folder);
            ModelFolders.RequireNew(target);
            var output = parsed.InvocationConfiguration.Output;
            var name = parsed.GetRequiredValue(source);
            var wanted = NamedOption.Read(Types, "--type", parsed.GetValue(type), usual: null);
            using var interruption = new Interruption();
            try
            {
                var found = name.StartsWith(HubAddress.Scheme, StringComparison.Ordinal) ? Download(name, output, interruption.Token) : name;
                return Run(found, parsed.GetValue(tokenizer), wanted, target, output);
            }
            catch (OperationCanceledException)
            {
                parsed.InvocationConfiguration.Error.WriteLine("Interrupted; what has come is kept, and the same command goes on from there.");
                return ExitCode.Interrupted;
            }
        });
        return verb;
    }

    private static string Download(string name, TextWriter output, CancellationToken cancellation)
    {
        using var progress = ProgressViews.Create(output);
        progress.Begin("download");
        var place = ModelDownload.FromEnvironment().Get(name, state => progress.Report(new StageProgress(state.Done, state.Total, StageProgress.Bytes, Detail: state.File)), cancellation);
        progress.End(place);
        return place;
    }

    private static int Run(string source, string? tokenizerFile, TensorType? type, string folder, TextWriter output)
    {
        var tokenizer = tokenizerFile is null ? null : Tokenizer.Load(tokenizerFile);
        ModelConfig config;
        using (var target = AtomicFolder.Create(folder))
        {
            config = Write(source, tokenizer, type, target.WorkPath);
            if (tokenizer is not null)
            {
                if (tokenizer.VocabularySize > config.VocabularySize)
                {
                    throw new InvalidDataException($"The tokenizer '{tokenizerFile}' has {tokenizer.VocabularySize} tokens and the model '{source}' knows {config.VocabularySize}; give the tokenizer that the model was trained with.");
                }

                tokenizer.SaveFolder(target.WorkPath, contextLength: config.ContextLength);
            }

            target.Complete();
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Model   {config.Parameters:N0} parameters: {config.Layers} layers, {config.HiddenSize} wide, {config.Heads} heads{(config.KeyValueHeads == config.Heads ? "" : $" ({config.KeyValueHeads} for keys and values)")}, context {config.ContextLength}, vocabulary {config.VocabularySize}"));
        ModelFolders.List(folder, output);
        output.WriteLine(config.Kind == ModelKind.Decoder && config.Head == ModelHead.LanguageModel
            ? $"Try     {ThisTool.CommandName()} generate {ThisTool.Quoted(folder)} --prompt \"Once upon a time\" --max-tokens 100"
            : $"Try     {ThisTool.CommandName()} model info {ThisTool.Quoted(folder)}");
        return ExitCode.Done;
    }

    /// <summary>Writes the model of a source, whatever its form, and the tokenizer that the source has itself.</summary>
    private static ModelConfig Write(string source, Tokenizer? tokenizer, TensorType? type, string target)
    {
        if (Directory.Exists(source))
        {
            var from = ModelFolder.Open(source);
            using var weights = from.OpenWeights();
            ModelFolder.Write(target, from.Config, weights, from.Generation, type ?? StoredType.Of(from));
            CarriedFiles.Copy(source, target);
            return from.Config;
        }

        if (!File.Exists(source))
        {
            throw new FileNotFoundException($"There is no model '{source}'; give a folder, a GGUF file, a llama2.c file, or hf://OWNER/NAME.");
        }

        if (BeginsWith(source, "GGUF"u8))
        {
            GgufFolder.Import(source, target, type ?? TensorType.Float32);
            return ModelFolder.Open(target).Config;
        }

        if (Path.GetFileName(source) is ModelFolder.WeightsFileName or WeightFiles.PyTorchFileName && Path.GetDirectoryName(Path.GetFullPath(source)) is { } parent && File.Exists(Path.Combine(parent, ModelConfigJson.FileName)))
        {
            return Write(parent, tokenizer, type, target);
        }

        using var llama = Llama2CFile.Open(source);
        var named = tokenizer ?? throw new UsageException($"'{source}' is a llama2.c model, which has no tokenizer of its own; give it with --tokenizer.");
        if (named.VocabularySize != llama.Config.VocabularySize)
        {
            throw new InvalidDataException($"The tokenizer has {named.VocabularySize} tokens and the model '{source}' knows {llama.Config.VocabularySize}; give the tokenizer that the model was trained with.");
        }

        ModelFolder.Write(target, llama.Config, llama, ModelFolders.Generation(named), type ?? TensorType.Float32);
        return llama.Config;
    }

    private static bool BeginsWith(string file, ReadOnlySpan<byte> magic)
    {
        Span<byte> start = stackalloc byte[4];
        using var stream = File.OpenRead(file);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(magic);
    }
}
