using System.Reflection;
using System.Reflection.Emit;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// Calls a member with boxed arguments, as compiled code would. Reflection cannot pass a ref struct; here a span gets
/// the items of an array, and any other ref struct has its default value.
/// </summary>
internal static class MemberCall
{
    public static Func<object?, object?[], object?> Of(MethodBase member)
    {
        Type[] taken = [typeof(object), typeof(object[])];
        var method = new DynamicMethod("call", typeof(object), taken, typeof(MemberCall).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        if (!member.IsStatic && !member.IsConstructor)
            LoadTarget(il, member.DeclaringType!);
        var parameters = member.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
            LoadArgument(il, parameters[i].ParameterType, i);
        if (member is ConstructorInfo constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            Return(il, member.DeclaringType!);
        }
        else
        {
            var called = (MethodInfo)member;
            if (member.DeclaringType!.IsValueType && called.IsVirtual)
                il.Emit(OpCodes.Constrained, member.DeclaringType);
            var direct = member.IsStatic || (member.DeclaringType.IsValueType && !called.IsVirtual);
            il.Emit(direct ? OpCodes.Call : OpCodes.Callvirt, called);
            Return(il, called.ReturnType);
        }

        return method.CreateDelegate<Func<object?, object?[], object?>>();
    }

    private static void LoadTarget(ILGenerator il, Type type)
    {
        if (type.IsByRefLike)
        {
            LoadDefaultAddress(il, type);
            return;
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(type.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, type);
    }

    private static void LoadArgument(ILGenerator il, Type type, int index)
    {
        var value = type.IsByRef ? type.GetElementType()! : type;
        if (value.IsByRefLike && !IsSpan(value))
        {
            LoadDefaultAddress(il, value);
            if (!type.IsByRef)
                il.Emit(OpCodes.Ldobj, value);
            return;
        }

        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
        if (IsSpan(value))
        {
            var array = value.GetGenericArguments()[0].MakeArrayType();
            il.Emit(OpCodes.Castclass, array);
            il.Emit(OpCodes.Call, value.GetMethod("op_Implicit", [array])!);
        }
        else
        {
            il.Emit(OpCodes.Unbox_Any, value);
        }

        if (!type.IsByRef)
            return;
        var local = il.DeclareLocal(value);
        il.Emit(OpCodes.Stloc, local);
        il.Emit(OpCodes.Ldloca, local);
    }

    private static void LoadDefaultAddress(ILGenerator il, Type type)
    {
        var local = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Initobj, type);
        il.Emit(OpCodes.Ldloca, local);
    }

    private static void Return(ILGenerator il, Type type)
    {
        if (type == typeof(void))
        {
            il.Emit(OpCodes.Ldnull);
        }
        else if (type.IsByRefLike)
        {
            il.Emit(OpCodes.Pop);
            il.Emit(OpCodes.Ldnull);
        }
        else if (type.IsValueType)
        {
            il.Emit(OpCodes.Box, type);
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>Whether the type is a read-only span.</summary>
    public static bool IsSpan(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>);
}
