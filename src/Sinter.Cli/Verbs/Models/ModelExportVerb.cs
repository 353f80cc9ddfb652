using System.CommandLine;
using Sinter.Cli.Models;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data;
using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Models.Onnx;
using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model export MODEL --format safetensors|gguf|onnx --out PATH</c>: a model for other programs.</summary>
internal static class ModelExportVerb
{
    private const string SafeTensors = "safetensors";
    private const string Gguf = "gguf";
    private const string Onnx = "onnx";

    private static readonly Dictionary<string, TensorType> Types = new(StringComparer.Ordinal)
    {
        ["f32"] = TensorType.Float32,
        ["f16"] = TensorType.Float16,
        ["bf16"] = TensorType.BFloat16,
    };

    private static readonly Dictionary<string, GgmlType> GgufTypes = new(StringComparer.Ordinal)
    {
        ["f32"] = GgmlType.F32,
        ["f16"] = GgmlType.F16,
        ["bf16"] = GgmlType.BF16,
        ["q8_0"] = GgmlType.Q8_0,
        ["q4_0"] = GgmlType.Q4_0,
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var format = new Option<string>("--format") { HelpName = "FORMAT", Description = "safetensors (a model folder), gguf (for llama.cpp) or onnx (for ONNX Runtime).", Required = true };
        var path = new Option<string>("--out") { HelpName = "PATH", Description = "The folder, for safetensors, or the file to write.", Required = true };
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "How weights are stored: f32, f16 or bf16, for gguf also q8_0 or q4_0. Without it as they are for safetensors, f16 for gguf; onnx is f32." };
        var verb = new Verb(
            "export",
            "Writes a model for other programs: SafeTensors for transformers, GGUF for llama.cpp, ONNX for ONNX Runtime. The tokenizer goes along.",
            "sinter model export runs/dotnet-docs --format gguf --type q8_0 --out dotnet-docs.gguf",
            "sinter model export runs/dotnet-docs --format onnx --out model.onnx")
        {
            model, format, path, type,
        };
        verb.SetAction(parsed =>
        {
            var (source, target, output) = (LoadedModel.Locate(parsed.GetRequiredValue(model)), parsed.GetRequiredValue(path), parsed.InvocationConfiguration.Output);
            var stored = parsed.GetValue(type);
            switch (parsed.GetRequiredValue(format))
            {
                case SafeTensors:
                    Folder(source, target, stored is null ? null : NamedOption.Read(Types, "--type", stored, TensorType.Float32));
                    ModelFolders.List(target, output);
                    return ExitCode.Done;
                case Gguf:
                    RequireFile(target);
                    var report = GgufFolder.Export(source, target, NamedOption.Read(GgufTypes, "--type", stored, GgmlType.F16));
                    foreach (var note in report.Notes)
                    {
                        output.WriteLine($"Note    {note}");
                    }

                    output.WriteLine($"Wrote   {target}  {Units.Bytes(new FileInfo(target).Length)}, {report.Tensors} tensors as llama.cpp's {report.Architecture}");
                    return ExitCode.Done;
                case Onnx:
                    RequireFile(target);
                    if (stored is not (null or "f32"))
                    {
                        throw new UsageException($"--type {stored}: ONNX is written in f32; leave --type out.");
                    }

                    OnnxExport.Write(source, target);
                    output.WriteLine($"Wrote   {target}  {Units.Bytes(new FileInfo(target).Length)}");
                    return ExitCode.Done;
                case var other:
                    throw new UsageException($"--format {other}: there is no such format{Suggestion.For(other, [SafeTensors, Gguf, Onnx])}");
            }
        });
        return verb;
    }

    private static void Folder(string source, string target, TensorType? type)
    {
        ModelFolders.RequireNew(target);
        var folder = ModelFolder.Open(source);
        using var weights = folder.OpenWeights();
        using var work = AtomicFolder.Create(target);
        ModelFolder.Write(work.WorkPath, folder.Config, weights, folder.Generation, type ?? StoredType.Of(folder));
        CarriedFiles.Copy(source, work.WorkPath);
        work.Complete();
    }

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; give --out the name of a file.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"There is no folder '{parent}' to write into; make it, or give --out another place.");
        }
    }
}
