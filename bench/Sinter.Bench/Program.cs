using System.Diagnostics;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Cpu.Gemm;
unsafe {
foreach (var threads in new[]{1,2}) {
var fma = MachineRates.MultiplyAddRate(threads); Console.WriteLine($"{MachineRates.InstructionSet} t{threads} fma {fma/1e9:F1} mem {MachineRates.MemoryRate(threads)/1e9:F1}");
foreach (var n in new[]{256,384,768,1024,2048}) foreach (var (ta,tb) in new[]{(false,false),(false,true),(true,false)}) {
 var a = new NativeBuffer(4L*n*n); var b = new NativeBuffer(4L*n*n); var c = new NativeBuffer(4L*n*n);
 a.AsSpan<float>(0,n*n).Fill(1); b.AsSpan<float>(0,n*n).Fill(1);
 var A = Matrix.RowMajor((float*)a.Pointer,n); if(ta) A=A.Transposed; var B=Matrix.RowMajor((float*)b.Pointer,n); if(tb) B=B.Transposed;
 NativeBuffer? pb=null; var w=Workers.Of(threads);
 var call = new GemmCall{Rows=n,Columns=n,Depth=n,A=A,B=B,C=(float*)c.Pointer,Stride=n};
 double best=1e9; for(int i=0;i<30;i++){ var sw=Stopwatch.StartNew(); GemmKernels.Chosen.Run(w,call,ref pb); best=Math.Min(best,sw.Elapsed.TotalSeconds);} 
 if (c.AsSpan<float>(0,n*n)[n+5]!=n) Console.WriteLine("WRONG");
 Console.WriteLine($"{n} {(ta?'T':'N')}{(tb?'T':'N')} {2.0*n*n*n/best/1e9:F1} {2.0*n*n*n/best/fma:P0}"); GC.KeepAlive(a);GC.KeepAlive(b);GC.KeepAlive(c);
}}}
