using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>How settings, records and figures of folders are written: readable, the same on every system, and refused where a field is missing.</summary>
internal static class SettingsJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };
}
